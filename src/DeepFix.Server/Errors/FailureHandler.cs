using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Server.Hosting;
using DeepFix.Server.Security;
using DeepFix.Server.Telemetry;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Errors;

/// <summary>The one place where exceptions become answers.</summary>
internal sealed class FailureHandler(TimeProvider time, IOptions<ServerOptions> options, ServerMeter meter, ILogger<FailureHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        await ErrorAnswer.SendAsync(httpContext, Told(exception, httpContext.RequestId()), time, Outage.Is(exception));
        return true;
    }

    /// <summary>What an exception means to a caller; it is logged and counted.</summary>
    public DeepFixException Told(Exception exception, string requestId)
    {
        DeepFixException failure = Meaning(exception, requestId);
        if (failure.Code == ErrorCode.InternalServerError)
        {
            string exceptionType = exception.GetType().Name;
            log.Failed(requestId, exceptionType);
            log.FailedWhere(requestId, exception);
        }
        else
        {
            log.Refused(requestId, failure.Code);
        }

        meter.Error(failure.Code);
        return failure;
    }

    private DeepFixException Meaning(Exception exception, string requestId) => exception switch
    {
        DeepFixException stated => OperatorRemedies.ForCaller(stated),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge(),
        BadHttpRequestException => new DeepFixException(ErrorCode.ValidationError, "Invalid request: the body did not arrive whole.", "Send the whole body, as long as Content-Length says, within 20 s.", Named("body", "must arrive whole within 20 s")),
        _ when Outage.Is(exception) => Outage.ForCaller(requestId),
        _ => new DeepFixException(
            ErrorCode.InternalServerError,
            "The server failed at this request.",
            "Try again; if it fails again, give the request id to whoever runs this server: it stands in the server's log.",
            new JsonObject { ["request_id"] = requestId }),
    };

    private DeepFixException TooLarge()
    {
        long limit = options.Value.MaxRequestBytes;
        return new DeepFixException(
            ErrorCode.PayloadTooLarge,
            $"The body is larger than {Significant.Text(limit)} bytes.",
            "Send the run's id and its tracking URI only: artifacts are fetched from MLflow. The limit is the setting DeepFix:MaxRequestBytes.",
            new JsonObject { ["limit"] = limit });
    }

    private static JsonObject Named(string field, string constraint) => new() { ["field"] = field, ["constraint"] = constraint, ["provided"] = null };
}
