using System.Globalization;

namespace DeepFix.Mlflow.Stores;

/// <summary>The exceptions that both stores on disk throw.</summary>
internal static class StoreErrors
{
    public static MlflowException RunNotFound(string runId, string store) =>
        new(MlflowErrorCode.RunNotFound, $"Run '{runId}' is not in {store}.", "Check the run id and the tracking URI; runs removed by 'mlflow gc' are gone for good.");

    public static MlflowException ExperimentNotFound(string experimentId, string store) =>
        new(MlflowErrorCode.ExperimentNotFound, $"Experiment '{experimentId}' is not in {store}.", "Check the experiment id and the tracking URI.");

    public static MlflowException Unreadable(string message, string remedy, bool isTransient = false, Exception? cause = null) =>
        new(MlflowErrorCode.StoreUnreadable, message, remedy, isTransient, cause);

    public static MlflowException Invalid(string message, string remedy) => new(MlflowErrorCode.InvalidParameter, message, remedy);

    public static void CheckSearch(RunSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        if (search.MaxResults < 1)
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"A search for at most {search.MaxResults} runs finds none."), "Ask for at least 1 run.");
    }
}
