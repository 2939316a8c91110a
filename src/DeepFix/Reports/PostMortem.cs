using System.Text.Json.Nodes;

namespace DeepFix.Reports;

/// <summary>One run over time: when it went wrong, and what stopping earlier would have saved. Null members where the result does not tell.</summary>
/// <param name="Began">When it went wrong, in a sentence.</param>
/// <param name="Saved">What stopping earlier would have saved, in a sentence or two; null where no held-out metric was logged.</param>
/// <param name="Moments">What happened when, in order of time.</param>
internal sealed record PostMortem(string Began, string? Saved, IReadOnlyList<RunMoment> Moments)
{
    /// <summary>Codes whose evidence begins where the trouble does. Evidence of others spans the run, or its end.</summary>
    private static readonly HashSet<string> WithBeginning = new(
        [Codes.NanLoss, Codes.HiddenNan, Codes.Divergence, Codes.LossSpike, Codes.Overfitting, Codes.TrainedPastBest, Codes.ExplodingGradients, Codes.ClassCollapse, Codes.EarlyStoppingMisconfigured],
        StringComparer.Ordinal);

    /// <summary>Findings that say, from medium severity on, that what came after the best was truly worse. Trained past best says so at any: its severity is what that cost.</summary>
    private static readonly HashSet<string> WorseSince = new([Codes.Overfitting, Codes.Divergence, Codes.NanLoss], StringComparer.Ordinal);

    /// <summary>The run of a report; null where its curves tell nothing of time.</summary>
    public static PostMortem? Of(ReportContent content)
    {
        HeldOutCourse[] courses = [.. Courses(content)];
        RunMoment[] troubles = [.. content.Findings.Select(f => Beginning(f, content)).OfType<RunMoment>().OrderBy(m => m.Step)];
        if (courses.Length == 0 && troubles.Length == 0) return null;
        RunMoment[] moments = [.. Bests(courses).Concat(troubles).Concat(Ends(courses)).OrderBy(m => m.Step)];
        return new PostMortem(BeganText(content, troubles), courses is [var first, ..] ? SavedText(content, first, courses) : null, moments);
    }

    private static IEnumerable<HeldOutCourse> Courses(ReportContent content)
        => content.Result.AgentResults.Select(a => a.AdditionalOutputs["course"]).OfType<JsonArray>().SelectMany(c => c).Select(HeldOutCourse.Of).OfType<HeldOutCourse>();

    private static IEnumerable<RunMoment> Bests(HeldOutCourse[] courses)
        => courses.GroupBy(c => c.BestStep).Select(g => new RunMoment(g.Key, $"best {string.Join(", ", g.Select(c => $"{c.Series}: {Significant.Text(c.BestValue, 6)}"))}", null));

    private static IEnumerable<RunMoment> Ends(HeldOutCourse[] courses)
        => courses.GroupBy(c => c.LastStep).Select(g => new RunMoment(g.Key, $"the run ends; {string.Join(", ", g.Select(c => c.LastValue is { } value ? $"{c.Series}: {Significant.Text(value, 6)}" : $"{c.Series} is not a finite number"))}", null));

    private static RunMoment? Beginning(NumberedFinding numbered, ReportContent content)
    {
        if (!WithBeginning.Contains(numbered.Finding.Code) || numbered.Finding.Severity == Severity.Low) return null;
        // What is measured at the end has a stretch of its own there, which is no beginning.
        long[] steps = [.. numbered.Finding.EvidenceItems.Where(e => (e.CrossesLimit || e.Limit is null) && e.FromStep is not null && !e.Measure.EndsWith(" at the end", StringComparison.Ordinal)).Select(e => e.FromStep!.Value)];
        if (steps.Length == 0) return null;
        double first = content.Result.Curves.SelectMany(c => c.Points).Where(p => p.Count > 0).Select(p => p[0]).DefaultIfEmpty(double.PositiveInfinity).Min();
        return steps.Min() <= first && numbered.Finding.Code != Codes.TrainedPastBest && numbered.Finding.Code != Codes.NanLoss ? null : new RunMoment(steps.Min(), Told(numbered), numbered.Id);
    }

    private static string Told(NumberedFinding numbered) => numbered.Finding.Code switch
    {
        Codes.TrainedPastBest => "from here on training makes the model worse",
        Codes.Overfitting => "overfitting begins",
        Codes.Divergence => "training loss begins to rise",
        _ => VerdictSentence.Within(numbered.Title),
    };

    private static string BeganText(ReportContent content, RunMoment[] troubles)
    {
        if (troubles is [var first, ..]) return $"At {EpochAxis.Text(content.Axis, first.Step)}: {first.What} ({first.FindingId}).";
        return content.Findings.Any(f => f.Finding.Severity >= Severity.Medium)
            ? "No single moment: what was found holds from the start or for the whole run."
            : "It did not, as far as it was recorded.";
    }

    private static string SavedText(ReportContent content, HeldOutCourse course, HeldOutCourse[] all)
    {
        string best = $"{course.Series} was best at {EpochAxis.Text(content.Axis, course.BestStep)} ({Significant.Text(course.BestValue, 6)})";
        if (course.After <= 0) return $"Nothing: {best}, where the run ended.";
        string time = course.Time is { } spent ? $", {spent.AfterBest} of {spent.Whole}" : "";
        string end = course.LastValue is { } value ? $"the run ended at {Significant.Text(value, 6)}" : "at the end it was no finite number";
        bool isWorse = course.LastValue is null || content.Findings.Any(f => f.Finding.Code == Codes.TrainedPastBest || (WorseSince.Contains(f.Finding.Code) && f.Finding.Severity >= Severity.Medium));
        string gain = isWorse ? $"would have saved {course.AfterText}{time}, and given the better model: {end}" : $"would have saved {course.AfterText}{time}; that what came after is truly worse was not found ({end})";
        string other = all.Skip(1).FirstOrDefault(c => c.BestStep != course.BestStep) is { } second ? $" By {second.Series} the best was {EpochAxis.Text(content.Axis, second.BestStep)} ({Significant.Text(second.BestValue, 6)})." : "";
        return $"{best}. Stopping there, or keeping that checkpoint, {gain}.{other}";
    }
}
