using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Server.Analysis;
using Microsoft.AspNetCore.Diagnostics;

namespace DeepFix.Server.Errors;

/// <summary>Requests that no endpoint took still get a body of the common shape.</summary>
internal static class UnroutedRequests
{
    private const string Document = "GET /openapi/v1.json lists the routes.";

    public static Task AnswerAsync(StatusCodeContext context)
    {
        HttpContext http = context.HttpContext;
        DeepFixException? failure = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new DeepFixException(ErrorCode.NotFound, "There is no such route.", Document),
            StatusCodes.Status405MethodNotAllowed => new DeepFixException(ErrorCode.MethodNotAllowed, $"This route does not take {http.Request.Method}.", Document, new JsonObject { ["allow"] = http.Response.Headers.Allow.ToString() }),
            StatusCodes.Status415UnsupportedMediaType => JsonBody.NotJson(http.Request),
            _ => null,
        };
        return failure is null ? Task.CompletedTask : ErrorAnswer.SendAsync(http, failure, http.RequestServices.GetRequiredService<TimeProvider>());
    }
}
