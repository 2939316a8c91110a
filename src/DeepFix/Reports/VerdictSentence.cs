using DeepFix.Api;
using DeepFix.Knowledge;

namespace DeepFix.Reports;

/// <summary>The verdict of a result in one sentence, no surer than its confidence.</summary>
public static class VerdictSentence
{
    private const double Certain = 0.9;
    private const double Likely = 0.7;
    private const double Uncertain = 0.4;

    /// <summary>The sentence.</summary>
    public static string Of(AnalysisResult result) => Of(result, Verdict.Of(result));

    internal static string Of(AnalysisResult result, Verdict verdict)
    {
        string partial = verdict.IsPartial ? " Not every agent finished." : "";
        return verdict.Kind switch
        {
            VerdictKind.Fault => (result.RootCauses is [var cause, ..] ? OfCause(cause) : OfFinding(verdict)) + partial,
            VerdictKind.Clean => verdict.Text + "." + partial,
            VerdictKind.NothingToJudge => "Nothing could be judged: the run logged too little." + partial,
            _ => result.Error is { } error ? $"There is no result: {SafeText.Line(error.Message)}" : "There is no result.",
        };
    }

    /// <summary>A title within a sentence: a small letter in front, unless it begins with an abbreviation.</summary>
    public static string Within(string title) => title.Length == 0 ? "" : title.Length > 1 && char.IsUpper(title[1]) ? title : char.ToLowerInvariant(title[0]) + title[1..];

    private static string OfCause(RootCause cause)
    {
        string title = Within(CodePages.TitleOf(cause.Code)), confidence = Sureness.Text(cause.Confidence);
        return cause.Confidence switch
        {
            >= Certain => $"This almost certainly went wrong: {title} (confidence {confidence}).",
            >= Likely => $"This likely went wrong: {title} (confidence {confidence}).",
            >= Uncertain => $"The likeliest cause is this: {title} (confidence {confidence}).",
            _ => $"No cause is certain; the best lead is this: {title} (confidence {confidence}).",
        };
    }

    private static string OfFinding(Verdict verdict)
        => $"Found, without a known cause: {Within(verdict.Text)}{(verdict.Confidence is { } sure ? $" (confidence {Sureness.Text(sure)})" : "")}.";
}
