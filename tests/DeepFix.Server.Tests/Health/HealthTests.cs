using DeepFix.Server.Tests.Hosting;

namespace DeepFix.Server.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task A_running_server_is_live_and_ready()
    {
        using RunningServer server = RunningServer.Start();

        (await server.GetAsync("/health/live")).Body.ShouldBe("""{"status":"healthy","checks":{}}""");
        Answer ready = await server.GetAsync("/health/ready");

        ready.Status.ShouldBe(200);
        ready.Body.ShouldBe("""{"status":"healthy","checks":{"agents":"none hangs","job_store":"sqlite answers","temp_folder":"writable"}}""");
        server.ShouldHaveNoTemporaryFiles();
    }

    [Fact]
    public async Task A_folder_that_takes_no_files_makes_the_server_unready_but_not_dead()
    {
        using RunningServer server = RunningServer.Start();
        Directory.Delete(server.TempFolder);
        await File.WriteAllTextAsync(server.TempFolder, "in the way", TestContext.Current.CancellationToken);

        Answer ready = await server.GetAsync("/health/ready");
        Answer live = await server.GetAsync("/health/live");
        File.Delete(server.TempFolder);

        ready.Status.ShouldBe(503);
        ready.Body.ShouldContain("DeepFix:TempFolder");
        ready.Body.ShouldNotContain(server.TempFolder);
        live.Status.ShouldBe(200);
    }
}
