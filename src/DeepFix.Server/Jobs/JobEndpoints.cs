using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Reports;
using DeepFix.Server.Jobs.Store;
using DeepFix.Server.OpenApi;
using DeepFix.Server.Security;

namespace DeepFix.Server.Jobs;

/// <summary>What became of an accepted request.</summary>
internal static class JobEndpoints
{
    private const string Json = "application/json", Html = "text/html", Markdown = "text/markdown";

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder jobs = routes.MapGroup("/api/v1").WithTags("analysis");
        jobs.MapGet("/status/{request_id}", StatusAsync)
            .WithName("status").WithSummary("How far an accepted analysis is.")
            .Produces<RequestStatus>()
            .ProducesErrors(ErrorCode.RequestNotFound, ErrorCode.RequestExpired, ErrorCode.InternalServerError);
        jobs.MapGet("/result/{request_id}", ResultAsync)
            .WithName("result").WithSummary("The result of an accepted analysis, as JSON or, where Accept prefers one of them, as a report in text/html or text/markdown.")
            .Produces<AnalysisResult>(StatusCodes.Status200OK, Json, Html, Markdown).Produces<AcceptedRequest>(StatusCodes.Status202Accepted)
            .ProducesErrors(ErrorCode.RequestNotFound, ErrorCode.RequestCancelled, ErrorCode.RequestExpired, ErrorCode.InternalServerError);
        jobs.MapDelete("/analyze/{request_id}", CancelAsync)
            .WithName("cancel").WithSummary("Cancel an accepted analysis.")
            .Produces<RequestStatus>(StatusCodes.Status202Accepted)
            .ProducesErrors(ErrorCode.RequestNotFound, ErrorCode.RequestFinished, ErrorCode.RequestExpired, ErrorCode.InternalServerError);
    }

    private static async Task<IResult> StatusAsync(string request_id, HttpContext http, AcceptedAnalyses jobs)
    {
        Job job = await jobs.FindAsync(request_id, http.Caller(), http.RequestAborted);
        return Status(job, StatusCodes.Status200OK);
    }

    private static async Task<IResult> ResultAsync(string request_id, HttpContext http, AcceptedAnalyses jobs)
    {
        Job job = await jobs.FindAsync(request_id, http.Caller(), http.RequestAborted);
        if (job.State == RequestState.Cancelled) throw Cancelled(job);
        if (job.Result is null) return AcceptedAnalyses.Unfinished(http, job.RequestId, job.State);
        http.Response.Headers.Vary = "Accept";
        string form = Preferred(http.Request);
        if (form == Json) return TypedResults.Text(job.Result, Json);
        AnalysisResult result = JsonSerializer.Deserialize(job.Result, DeepFixJson.Plain.AnalysisResult)!;
        if (form == Markdown) return TypedResults.Text(MarkdownReport.Render(result), Markdown, Encoding.UTF8);
        http.Response.Headers.ContentSecurityPolicy = $"{StyleSheet.OfReports.Policy}; frame-ancestors 'none'";
        return TypedResults.Text(HtmlReport.Render(result), Html, Encoding.UTF8);
    }

    private static async Task<IResult> CancelAsync(string request_id, HttpContext http, AcceptedAnalyses jobs)
    {
        bool isCancelled = await jobs.CancelAsync(request_id, http.Caller(), http.RequestAborted);
        Job job = await jobs.FindAsync(request_id, http.Caller(), http.RequestAborted);
        if (!isCancelled) throw job.State == RequestState.Cancelled ? Cancelled(job) : Finished(job);
        return Status(job, StatusCodes.Status202Accepted);
    }

    /// <summary>How far a request is, as the contract says it.</summary>
    internal static RequestStatus StatusOf(Job job)
    {
        ErrorResponse? error = job.State == RequestState.Failed ? JsonSerializer.Deserialize(job.Result!, DeepFixJson.Plain.AnalysisResult)!.Error : null;
        return new RequestStatus
        {
            RequestId = job.RequestId,
            RunId = job.RunId,
            Status = job.State,
            Stage = job.Stage,
            Progress = job.Progress,
            CreatedAt = job.CreatedAt,
            StartedAt = job.StartedAt,
            FinishedAt = job.FinishedAt,
            ErrorMessage = error?.Message,
            Error = error is null ? null : new RequestError(error.Error, error.Details),
        };
    }

    private static IResult Status(Job job, int statusCode) => TypedResults.Json(StatusOf(job), DeepFixJson.Plain.RequestStatus, contentType: Json, statusCode: statusCode);

    /// <summary>The form that a caller names and likes best; JSON where it likes none better.</summary>
    private static string Preferred(HttpRequest request) => new[] { Json, Html, Markdown }.MaxBy(form => Errors.Accepted.Quality(request, form))!;

    private static DeepFixException Cancelled(Job job) => new(ErrorCode.RequestCancelled, "The request was cancelled.", "Send the analysis again if its result is wanted after all.", new JsonObject { ["request_id"] = job.RequestId });

    private static DeepFixException Finished(Job job) => new(ErrorCode.RequestFinished, "The request is finished: there is nothing left to cancel.", $"Read it at /api/v1/result/{job.RequestId}.", new JsonObject { ["request_id"] = job.RequestId, ["status"] = Job.Word(job.State) });
}
