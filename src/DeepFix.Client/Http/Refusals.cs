using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;

namespace DeepFix.Client.Http;

/// <summary>What is thrown for an answer that is not what was asked for.</summary>
internal static class Refusals
{
    private const string IsItThere = "See that a DeepFix server runs there: it listens on http://localhost:8000 unless told otherwise (MLflow itself has port 5000).";
    private const string Later = "Try again later.";

    /// <param name="server">Host and port.</param>
    /// <param name="answer">The last attempt's.</param>
    /// <param name="retry">Says whether the same may succeed later.</param>
    public static AnalysisException Of(string server, Answer answer, RetryConfig retry)
    {
        if (answer.Error is { } error) return Of(error, answer.IsRetryable(retry));
        if (answer.IsPastDeadline)
            return new AnalysisTimeoutException($"The DeepFix server at {server} {answer.Fault}: the time of the call was over.", "Ask again, with more time.", answer.Cause) { IsTransient = true };
        string what = answer.Fault ?? $"answered with HTTP {Significant.Text(answer.Status ?? 0)}, and not as a DeepFix server answers";
        return new ServerUnavailableException($"The DeepFix server at {server} {what}.", IsItThere, answer.Cause) { IsTransient = answer.IsRetryable(retry) };
    }

    /// <summary>For a refusal in the server's words.</summary>
    public static AnalysisException Of(ErrorResponse error, bool isTransient, string? requestId = null)
    {
        string suggestion = Text(error.Details, "suggestion") ?? (isTransient ? Later : "");
        string message = $"{error.Message} ({error.Error})";
        return error.Error switch
        {
            "MLFLOW_CONNECTION_ERROR" => new MlflowUnavailableException(message, suggestion) { Code = error.Error, IsTransient = isTransient, Response = error, RequestId = requestId },
            "ANALYSIS_TIMEOUT" => new AnalysisTimeoutException(message, suggestion) { Code = error.Error, IsTransient = isTransient, Response = error, RequestId = requestId },
            "VALIDATION_ERROR" => new ValidationException(message, suggestion, Faults(error)) { Code = error.Error, IsTransient = isTransient, Response = error, RequestId = requestId },
            _ => new AnalysisException(message, suggestion) { Code = error.Error, IsTransient = isTransient, Response = error, RequestId = requestId },
        };
    }

    /// <summary>For an analysis that ended without a result.</summary>
    public static AnalysisException OfFailed(AnalysisResult result)
        => result.Error is { } error
            ? Of(error, IsRetryable(error.Error, error.Details), result.RequestId)
            : new AnalysisException($"The analysis failed: {result.Summary}", Later) { RequestId = result.RequestId };

    /// <summary>For an accepted request that failed or was cancelled.</summary>
    public static AnalysisException OfEnded(RequestStatus status)
    {
        if (status.Status == RequestState.Cancelled)
            return new AnalysisException($"The analysis {status.RequestId} was cancelled.", "Ask for it anew.") { Code = "REQUEST_CANCELLED", RequestId = status.RequestId };
        string message = status.ErrorMessage ?? "The analysis failed.";
        if (status.Error is not { Code: not null } error) return new AnalysisException(message, Later) { RequestId = status.RequestId };
        JsonObject details = error.Details ?? [];
        return Of(new ErrorResponse { Error = error.Code, Message = message, Details = details, Timestamp = status.FinishedAt ?? default }, IsRetryable(error.Code, details), status.RequestId);
    }

    private static bool IsRetryable(string code, JsonObject details)
        => details["retryable"] is JsonValue stated && stated.TryGetValue(out bool retryable)
            ? retryable
            : Enum.GetValues<ErrorCode>().Any(c => c.IsRetryable() && c.WireName() == code);

    private static IReadOnlyList<FieldError> Faults(ErrorResponse error)
    {
        FieldError[] all = error.Details["errors"] is JsonArray errors ? [.. errors.OfType<JsonObject>().Select(Fault)] : [];
        return all.Length > 0 ? all : [Fault(error.Details)];
    }

    private static FieldError Fault(JsonObject details) => new(Text(details, "field") ?? "", Text(details, "constraint") ?? "", details["provided"] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var other => other.ToJsonString(),
    });

    private static string? Text(JsonObject details, string name) => details[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
