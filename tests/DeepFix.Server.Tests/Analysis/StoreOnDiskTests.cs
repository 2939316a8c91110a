using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Server.Tests.Hosting;

namespace DeepFix.Server.Tests.Analysis;

public sealed class StoreOnDiskTests
{
    private const string Leak = "d3db8013dc644c969c7498a8a474403c";

    private static readonly string Store = $"sqlite:///{RepositoryFiles.Path("samples", "demo", "mlflow.db")}";

    [Fact]
    public async Task A_store_is_read_where_the_operator_allows_its_scheme()
    {
        using RunningServer server = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:AllowedTrackingSchemes:0"] = "sqlite" });
        AnalysisResult inProcess = await RunAnalysis.Default.AnalyzeAsync(new MlflowRunSource(Store, Leak), new AnalysisOptions(), cancellationToken: TestContext.Current.CancellationToken);

        Answer answer = await server.PostAsync($$"""{"run_id": "{{Leak}}", "mlflow_tracking_uri": "{{Store}}"}""");

        answer.Status.ShouldBe(200, answer.Body);
        answer.ShouldSayTheSameAs(inProcess);
        server.ShouldHaveNoTemporaryFiles();
    }

    [Fact]
    public async Task Another_scheme_stays_refused()
    {
        using RunningServer server = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:AllowedTrackingSchemes:0"] = "sqlite" });

        (await server.PostAsync($$"""{"run_id": "{{Leak}}", "mlflow_tracking_uri": "/etc"}""")).ShouldBeError(ErrorCode.ValidationError);
    }
}
