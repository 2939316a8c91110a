using System.Globalization;

namespace DeepFix.TorchSharp.ServiceTests;

public sealed class TorchRecorderTests : IDisposable
{
    private const string Probe = "tests/DeepFix.TorchSharp.Probe";

    private readonly string _folder = Directory.CreateTempSubdirectory("deepfix-torch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Weights_are_bit_identical_with_the_recorder_and_without_it()
    {
        string[][] seeds = Lines(await TorchProgram.RunAsync(Probe, _folder, "identical"));
        seeds.Length.ShouldBe(3);
        foreach (string[] seed in seeds) seed[2].ShouldBe(seed[3], $"seed {seed[1]}");
        seeds.Select(s => s[2]).Distinct().Count().ShouldBe(3, "other seeds give other weights");
    }

    [Fact]
    public async Task The_recorder_takes_less_than_two_percent_of_steps_of_five_milliseconds_and_more()
    {
        string[][] runs = Lines(await TorchProgram.RunAsync(Probe, _folder, "cost"));
        runs.Length.ShouldBe(5);
        double[] shares = [.. runs.Select(r => Number(r[1])).Order()];
        runs.Select(r => Number(r[3])).Min().ShouldBeGreaterThanOrEqualTo(5, "milliseconds of a step");
        shares[2].ShouldBeLessThan(0.02, string.Join(", ", shares));
    }

    [Fact]
    public async Task Shorter_steps_are_looked_at_more_rarely_and_the_report_says_so()
        => (await TorchProgram.RunAsync(Probe, _folder, "healthy")).ShouldMatch(@"note: A step takes \S+ ms: gradients were looked at in \d+ of 1800 steps, so that recording costs little\.");

    [Fact]
    public async Task Leaks_and_validation_in_training_mode_are_told_and_a_healthy_loop_is_not_blamed()
    {
        (await TorchProgram.RunAsync(Probe, _folder, "leak")).ShouldContain("note: Live tensors grow by 300 an epoch");
        (await TorchProgram.RunAsync(Probe, _folder, "train-mode")).ShouldContain("note: Validation ran in training mode, with dropout or batch statistics on");
        string healthy = await TorchProgram.RunAsync(Probe, _folder, "healthy");
        healthy.ShouldNotContain("Live tensors");
        healthy.ShouldNotContain("training mode");
    }

    [Fact]
    public async Task The_sample_trains_with_a_fault_in_it_and_ends_with_the_right_diagnosis()
    {
        string printed = await TorchProgram.RunAsync("samples/TorchSharp", _folder);
        string[] lines = printed.Split('\n');
        lines[1].ShouldContain("oftmax", Case.Insensitive, printed);
        printed.ShouldContain("redundant_softmax");
        printed.ShouldContain("What to do");
    }

    private static string[][] Lines(string printed) => [.. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' '))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
