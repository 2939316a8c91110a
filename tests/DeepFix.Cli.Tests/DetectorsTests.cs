using System.Text.Json;
using DeepFix.Cli.Tests.Running;
using DeepFix.Detectors;

namespace DeepFix.Cli.Tests;

public sealed class DetectorsTests
{
    [Fact]
    public async Task The_list_is_what_was_approved()
    {
        Ran ran = await DeepFixProgram.RunAsync("detectors");
        ran.ExitCode.ShouldBe(0, ran.Error);
        Approved.Check("detectors", ran.Out);
    }

    [Fact]
    public async Task Every_detector_stands_in_the_list_for_programs_with_its_limits()
    {
        Ran ran = await DeepFixProgram.RunAsync("detectors", "--format", "json");
        JsonElement[] entries = [.. ran.Json.EnumerateArray()];
        entries.Select(e => e.GetProperty("code").GetString()).Order(StringComparer.Ordinal).ShouldBe(DetectorCatalog.All.Select(d => d.Code).Order(StringComparer.Ordinal));
        entries.Sum(e => e.GetProperty("limits").GetArrayLength()).ShouldBe(DetectorCatalog.All.Sum(d => d.AllLimits.Count));
        foreach (JsonElement entry in entries)
        {
            entry.EnumerateObject().Select(p => p.Name).ShouldBe(["code", "kind", "title", "definition", "agent", "artifacts", "columns", "limits", "remedies", "knowledge_id"]);
            // How earlier runs went is no fault that a remedy takes away.
            if (entry.GetProperty("code").GetString() != Codes.RegressionVsPreviousRun) entry.GetProperty("remedies").GetArrayLength().ShouldBeGreaterThan(0);
            entry.GetProperty("columns").GetArrayLength().ShouldBeGreaterThan(0);
        }
    }
}
