using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Reports;
using DeepFix.Server.Analysis;
using DeepFix.Server.Compare;
using DeepFix.Server.Errors;
using DeepFix.Server.Jobs;
using DeepFix.Server.Jobs.Store;
using DeepFix.Server.Security;
using DeepFix.Server.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DeepFix.Server.Web;

/// <summary>What the pages' forms do, each by the way that its route of the API takes, and the files of a result.</summary>
internal static class WebActions
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder forms = routes.MapGroup("").WithMetadata(new RequireAntiforgeryTokenAttribute());
        WebRoute.Mark(forms);
        forms.MapPost("/run/analysis", AnalyzeAsync);
        forms.MapPost("/jobs/{id}/cancel", CancelAsync);
        forms.MapPost("/compare/result", CompareAsync);
        forms.MapPost("/sign-in/key", SignInAsync).WithMetadata(new NeedsNoKey());
        forms.MapPost("/sign-out", SignOut).WithMetadata(new NeedsNoKey());
        RouteGroupBuilder files = routes.MapGroup("/results/{id}");
        WebRoute.Mark(files);
        files.MapGet("/report.html", (string id, HttpContext http, AcceptedAnalyses jobs) => FileAsync(id, "html", http, jobs));
        files.MapGet("/report.md", (string id, HttpContext http, AcceptedAnalyses jobs) => FileAsync(id, "md", http, jobs));
        files.MapGet("/report.json", (string id, HttpContext http, AcceptedAnalyses jobs) => FileAsync(id, "json", http, jobs));
    }

    private static async Task<IResult> AnalyzeAsync(HttpContext http, AnalysisRequestReader reader, RequestedAnalysis analysis, AcceptedAnalyses jobs, RunVerdicts verdicts)
    {
        IFormCollection form = await http.Request.ReadFormAsync(http.RequestAborted);
        var asked = new JsonObject
        {
            ["run_id"] = form["run"].ToString(),
            ["mlflow_tracking_uri"] = form["at"].ToString(),
            ["analysis_options"] = new JsonObject { ["log_to_mlflow"] = form["log"] == "on" },
        };
        (AnalysisRequest request, TrackingLocation tracking) = reader.Read(JsonSerializer.SerializeToElement(asked));
        analysis.RequireAllowed(request, tracking);
        // A form that is sent twice is one wish.
        string id = await verdicts.UnderWayAsync(http.Caller(), request, http.RequestAborted) ?? http.RequestId();
        if (id == http.RequestId()) await jobs.TakeInAsync(id, http.Caller(), request);
        return TypedResults.LocalRedirect(http.Links().NewJob(id));
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext http, AcceptedAnalyses jobs)
    {
        await jobs.CancelAsync(id, http.Caller(), http.RequestAborted);
        return TypedResults.LocalRedirect(http.Links().Job(id));
    }

    private static async Task<IResult> CompareAsync(HttpContext http, ComparisonRequestReader reader, RequestedComparison comparison)
    {
        IFormCollection form = await http.Request.ReadFormAsync(http.RequestAborted);
        string at = form["at"].ToString();
        var asked = new JsonObject
        {
            ["runs"] = new JsonArray([.. RunIds.Of(form["run"]).Select(run => (JsonNode)new JsonObject { ["run_id"] = run, ["mlflow_tracking_uri"] = at })]),
            ["baseline"] = Given(form["baseline"]),
            ["metric"] = Given(form["metric"]),
        };
        (ComparisonRequest request, IReadOnlyList<TrackingLocation> locations) = reader.Read(JsonSerializer.SerializeToElement(asked));
        ComparisonResult result = await comparison.RunAsync(request, locations, http.RequestId(), http.ArrivedAt(), http.RequestAborted);
        return new RazorComponentResult<ComparisonPage>(new { Result = result, At = at });
    }

    private static async Task<IResult> SignInAsync(HttpContext http, SignInCookie cookie)
    {
        IFormCollection form = await http.Request.ReadFormAsync(http.RequestAborted);
        string back = form["back"].ToString();
        if (!cookie.TrySignIn(http, form["key"].ToString().Trim())) return TypedResults.LocalRedirect(http.Links().SignIn(back) + (back.Length > 0 ? "&" : "?") + "refused=yes");
        string target = http.Request.PathBase + back;
        return IsLocal(back) ? TypedResults.LocalRedirect(target) : TypedResults.LocalRedirect(http.Links().Start);
    }

    private static RedirectHttpResult SignOut(HttpContext http)
    {
        SignInCookie.SignOut(http);
        return TypedResults.LocalRedirect(http.Links().SignIn());
    }

    private static async Task<IResult> FileAsync(string id, string ending, HttpContext http, AcceptedAnalyses jobs)
    {
        Job job = await jobs.FindAsync(id, http.Caller(), http.RequestAborted);
        if (job.Result is null) return TypedResults.LocalRedirect(http.Links().Job(id));
        if (ending == "json") return TypedResults.File(Encoding.UTF8.GetBytes(job.Result), "application/json", $"{id}.json");
        AnalysisResult result = JsonSerializer.Deserialize(job.Result, DeepFixJson.Plain.AnalysisResult)!;
        return ending == "md"
            ? TypedResults.File(Encoding.UTF8.GetBytes(MarkdownReport.Render(result)), "text/markdown; charset=utf-8", $"{id}.md")
            : TypedResults.File(Encoding.UTF8.GetBytes(HtmlReport.Render(result)), "text/html; charset=utf-8", $"{id}.html");
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    /// <summary>A path of ours: no other host, however it is spelled.</summary>
    private static bool IsLocal(string path) => path.Length > 0 && path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')) && path.All(static c => c is > ' ' and < (char)127);
}
