using System.Globalization;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Knowledge;

namespace DeepFix.Agents;

/// <summary>Ranks remedies by what they brought in measured runs of the same pattern, with concrete new values.</summary>
/// <param name="casebook">What remedies really brought.</param>
public sealed class OptimizationAdvisorAgent(Casebook casebook)
{
    /// <summary>Longest plan.</summary>
    private const int MaxActions = 5;

    /// <summary>Share of the best gain that the remedies of a code are expected to bring, best first, where none was measured.</summary>
    private static readonly double[] UnmeasuredShares = [0.5, 0.3, 0.2, 0.15, 0.1];

    /// <summary>How many measured runs the vocabulary's order weighs as much as.</summary>
    private const double OrderWeight = 3;

    /// <summary>Measured runs from which a remedy that never helped is no advice, whatever the vocabulary thinks of it: by the rule of three it helps in at most three of ten then.</summary>
    private const int FewestToRuleOut = 10;

    /// <summary>How far a remedy for what the caller cares about moves up.</summary>
    private const double FocusBoost = 1.5;

    /// <summary>Makes the plan.</summary>
    /// <param name="run">The run: where the new values come from.</param>
    /// <param name="integration">Root causes and findings.</param>
    /// <param name="options">What the caller cares about.</param>
    /// <param name="cancellationToken">Observed once.</param>
    public Advice Run(RunArtifacts run, Integration integration, AnalysisOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var candidates = integration.RootCauses
            .SelectMany(cause => Tried(cause.Code).Select(r => (Cause: cause, r.Action, r.Share)))
            .GroupBy(c => c.Action, StringComparer.Ordinal)
            .Select(group => (Action: group.Key, Score: group.Sum(c => c.Cause.Confidence * c.Share) * (Serves(group.Key, options) ? FocusBoost : 1), Main: group.MaxBy(c => c.Cause.Confidence * c.Share), Addresses: group.Select(c => c.Cause.Code)))
            .Where(c => c.Score > 0)
            .OrderByDescending(c => c.Score)
            .ThenBy(c => c.Action, StringComparer.Ordinal)
            .Take(MaxActions);
        return new Advice([.. candidates.Select((c, i) => Planned(i + 1, c.Action, c.Main.Cause, [.. c.Addresses], run))]);
    }

    /// <summary>The recommendation that goes with a finding: the best remedy of its code.</summary>
    public Recommendation Recommend(Finding finding, RunArtifacts run)
    {
        var remedies = Remedies(finding.Code);
        if (remedies.Count == 0)
            return new Recommendation { Action = "Compare the settings that differ from the runs before.", Rationale = CodePages.TitleOf(finding.Code), Priority = finding.Severity, Confidence = finding.Confidence };
        string action = remedies.MaxBy(r => r.Share).Action;
        JsonObject values = RemedyValues.For(action, run);
        return new Recommendation
        {
            ActionCode = action,
            Action = RemedyValues.Sentence(action, values),
            Parameters = values.Count > 0 ? values : null,
            Rationale = CodePages.RationaleOf(finding.Code, action),
            Priority = finding.Severity,
            Confidence = finding.Confidence * HelpRate(finding.Code, action),
        };
    }

    private PlannedAction Planned(int rank, string action, RootCause cause, IReadOnlyList<string> addresses, RunArtifacts run)
    {
        JsonObject values = RemedyValues.For(action, run);
        CasebookEntry? measured = casebook.Find(cause.Code, action);
        string rationale = Vocabulary.Of(cause.Code).Remedies.Contains(action, StringComparer.Ordinal)
            ? CodePages.RationaleOf(cause.Code, action)
            : $"Not what is usually done about {Reports.VerdictSentence.Within(CodePages.TitleOf(cause.Code))}, but it helped in measured runs.";
        return new PlannedAction
        {
            Rank = rank,
            ActionCode = action,
            Action = RemedyValues.Sentence(action, values),
            Parameters = values,
            Rationale = measured is null ? rationale : string.Create(CultureInfo.InvariantCulture, $"{rationale} It helped in {measured.Helped} of {measured.Runs} measured runs of this pattern."),
            ExpectedEffect = measured is null ? null : new ExpectedEffect("clean test score", measured.Low, measured.High, measured.Helped, measured.Runs),
            Confidence = cause.Confidence * HelpRate(cause.Code, action),
            Addresses = addresses,
        };
    }

    /// <summary>The remedies of a code, and whatever else was measured in runs that carried it.</summary>
    private List<(string Action, double Share)> Tried(string code)
    {
        var remedies = Remedies(code);
        return [.. remedies, .. casebook.ActionsFor(code).Except(remedies.Select(r => r.Action), StringComparer.Ordinal).Select(action => (action, Share(code, action, int.MaxValue)))];
    }

    private List<(string Action, double Share)> Remedies(string code)
        => [.. Vocabulary.Of(code).Remedies.Select((action, place) => (action, Share(code, action, place)))];

    private double Share(string code, string action, int place)
    {
        if (casebook.Find(code, action) is { Helped: 0, Runs: >= FewestToRuleOut }) return 0;
        double ordered = place < int.MaxValue ? UnmeasuredShares[Math.Min(place, UnmeasuredShares.Length - 1)] : 0;
        return casebook.Find(code, action) is { } measured
            ? ((measured.Share * measured.Weighed) + (ordered * OrderWeight)) / (measured.Weighed + OrderWeight)
            : ordered;
    }

    private double HelpRate(string code, string action)
        => casebook.Find(code, action) is { } measured ? (measured.Helped + 1.0) / (measured.Runs + 2.0) : 0.5;

    private static bool Serves(string action, AnalysisOptions options) => options.OptimizationFocus.Any(focus => FocusActions.Serves(focus, action));
}
