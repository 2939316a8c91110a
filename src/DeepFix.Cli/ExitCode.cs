using DeepFix.Api;
using DeepFix.Mlflow;

namespace DeepFix.Cli;

/// <summary>What the program ends with. Of several runs the worst counts, which is the largest.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A check found what lets it fail.</summary>
    public const int Findings = 1;

    /// <summary>Nothing to judge in the run, no such run, or the analysis failed.</summary>
    public const int CouldNotJudge = 2;

    public const int WrongUsage = 3;

    /// <summary>MLflow, the server or a file is out of reach.</summary>
    public const int OutOfReach = 4;

    /// <summary>Ended by the user: what a shell reports for an interrupted program.</summary>
    public const int Interrupted = 130;

    public static int Of(ErrorCode code) => code switch
    {
        ErrorCode.ValidationError => WrongUsage,
        ErrorCode.RunNotFound or ErrorCode.ArtifactNotFound or ErrorCode.RequestNotFound => CouldNotJudge,
        ErrorCode.AnalysisTimeout or ErrorCode.RequestCancelled or ErrorCode.RequestFinished or ErrorCode.RequestExpired or ErrorCode.InternalServerError => CouldNotJudge,
        _ => OutOfReach,
    };

    public static int Of(MlflowErrorCode code) => code switch
    {
        MlflowErrorCode.RunNotFound or MlflowErrorCode.ExperimentNotFound or MlflowErrorCode.ArtifactNotFound => CouldNotJudge,
        MlflowErrorCode.UnsupportedUri => WrongUsage,
        _ => OutOfReach,
    };

    /// <summary>The code of an error that came as JSON.</summary>
    public static int OfWireName(string name)
        => Enum.GetValues<ErrorCode>().Where(c => c.WireName() == name).Select(Of).FirstOrDefault(OutOfReach);
}
