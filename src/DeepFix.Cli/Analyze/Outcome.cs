using DeepFix.Api;
using DeepFix.Reports;

namespace DeepFix.Cli.Analyze;

/// <summary>How the analysis of one run went.</summary>
/// <param name="Subject">The run.</param>
/// <param name="Name">Its name, if it has one.</param>
/// <param name="Result">The result; of status failed where there is none.</param>
/// <param name="Failure">What went wrong; null where nothing did.</param>
internal sealed record Outcome(Subject Subject, string? Name, AnalysisResult Result, Failure? Failure)
{
    /// <summary>What a person calls the run.</summary>
    public string Title => Name ?? Subject.Name ?? Result.RunId;

    public int ExitCode => (Failure, Verdict.Of(Result).Kind) switch
    {
        ({ } failure, _) => failure.ExitCode,
        (_, VerdictKind.Fault or VerdictKind.Clean) => Cli.ExitCode.Done,
        _ => Cli.ExitCode.CouldNotJudge,
    };

    /// <summary>A run without a result: an answer of the contract all the same, so that a program reads one form.</summary>
    public static Outcome Failed(Subject subject, string? name, Exception exception, DateTimeOffset now)
    {
        Failure failure = Failure.Of(exception);
        ErrorResponse error = exception switch
        {
            ServerException { Response: { } response } => response,
            DeepFixException known => known.ToResponse(now),
            _ => new DeepFixException(ErrorCode.InternalServerError, failure.Message, failure.Suggestion).ToResponse(now),
        };
        var result = new AnalysisResult
        {
            RequestId = Fetch.RequestIds.New(),
            RunId = subject.Source.RunId,
            Status = AnalysisStatus.Failed,
            Summary = $"There is no result: {failure.Message}",
            Timestamp = now,
            Error = error,
        };
        return new Outcome(subject, name, result, failure);
    }
}
