using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace DeepFix.Load;

/// <summary>Ten analyses at once, two hundred at once, and many for a long time: how long they take, and what they cost.</summary>
public static class LoadRun
{
    private const int AtOnce = 10, RoundsEach = 20, Flood = 200;

    /// <summary>Measures and prints a table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>Whether everything held.</returns>
    public static async Task<bool> RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using Replay replay = await Replay.StartAsync();
        using var place = new Place();
        using ServerProcess server = await ServerProcess.StartAsync(place.Settings, cancellationToken);
        Dictionary<string, string> expected = await ExpectedAsync(server, replay, cancellationToken);

        double[] seconds = await TenAtOnceAsync(server, replay, expected, cancellationToken);
        double p50 = seconds[seconds.Length / 2], p95 = seconds[(int)(0.95 * (seconds.Length - 1))];
        replay.Delay = TimeSpan.FromMilliseconds(250);
        using var watch = new Watch(server);
        int[] statuses = await FloodAsync(server, replay, expected, cancellationToken);
        (double peak, int red) = await watch.EndAsync();
        int served = statuses.Count(s => s == 200), refused = statuses.Count(s => s == 429), other = Flood - served - refused;
        await output.WriteLineAsync("| what | measured | goal |\n|---|---|---|");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {AtOnce} at once, {seconds.Length} analyses of recorded runs, all with the undisturbed result: median, 95th percentile | {p50:F3} s, {p95:F3} s | p95 under 2 s |"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {Flood} at once with a slow MLflow: served, refused with 429, anything else | {served}, {refused}, {other} | none lost |"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| most memory meanwhile | {peak:F0} MB | under 1,024 MB |"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| times that health was not green meanwhile | {red} | 0 |"));
        return p95 < 2 && other == 0 && served >= 110 && peak < 1024 && red == 0;
    }

    /// <summary>Asks for analyses for a long time, a few at once, and prints how memory and handles went.</summary>
    /// <param name="length">How long.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>Whether memory and handles stayed.</returns>
    public static async Task<bool> SoakAsync(TimeSpan length, TextWriter output, CancellationToken cancellationToken)
    {
        await using Replay replay = await Replay.StartAsync();
        using var place = new Place();
        using ServerProcess server = await ServerProcess.StartAsync(place.Settings, cancellationToken);
        Dictionary<string, string> expected = await ExpectedAsync(server, replay, cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(length);
        int count = 0, wrong = 0;
        Task[] callers = [.. Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            for (int turn = i; !end.IsCancellationRequested; turn++)
            {
                string run = replay.Runs[turn % replay.Runs.Count];
                (int status, string body) = await Caller.AnalyzeAsync(server.Http, run, replay.TrackingUri, isAsync: turn % 2 == 0, key: null, cancellationToken);
                Interlocked.Increment(ref count);
                if (status is not (200 or 202 or 429) || (status == 200 && Caller.Verdict(body) != expected[run])) Interlocked.Increment(ref wrong);
                await Task.Delay(50, cancellationToken);
            }
        }, cancellationToken))];
        List<(double Minutes, double Megabytes, int Handles)> samples = [];
        long began = Stopwatch.GetTimestamp();
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
            samples.Add((Stopwatch.GetElapsedTime(began).TotalMinutes, server.ResidentMegabytes(), server.OpenHandles()));
        }

        await Task.WhenAll(callers);
        // The first third fills caches and grows the heap to its size.
        samples = [.. samples.Skip(samples.Count / 3)];
        double slope = Slope([.. samples.Select(s => (s.Minutes, s.Megabytes))]);
        int least = samples.Min(s => s.Handles), most = samples.Max(s => s.Handles);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"soak of {length.TotalMinutes:F1} min: {count} analyses, {wrong} wrong; after the first third memory {samples[0].Megabytes:F0} to {samples[^1].Megabytes:F0} MB, slope {slope:F2} MB a minute; open handles {least} to {most}, at the end {samples[^1].Handles}"));
        return wrong == 0 && slope < 1;
    }

    private static async Task<double[]> TenAtOnceAsync(ServerProcess server, Replay replay, Dictionary<string, string> expected, CancellationToken cancellationToken)
    {
        var seconds = new ConcurrentBag<double>();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async caller =>
        {
            for (int turn = 0; turn < RoundsEach; turn++)
            {
                string run = replay.Runs[(caller + turn) % replay.Runs.Count];
                long began = Stopwatch.GetTimestamp();
                (int status, string body) = await Caller.AnalyzeAsync(server.Http, run, replay.TrackingUri, isAsync: false, key: null, cancellationToken);
                seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
                if (status != 200 || Caller.Verdict(body) != expected[run]) throw new InvalidOperationException($"{run}: {status} {body}");
            }
        }));
        return [.. seconds.Order()];
    }

    private static async Task<int[]> FloodAsync(ServerProcess server, Replay replay, Dictionary<string, string> expected, CancellationToken cancellationToken)
        => await Task.WhenAll(Enumerable.Range(0, Flood).Select(async i =>
        {
            string run = replay.Runs[i % replay.Runs.Count];
            (int status, string body) = await Caller.AnalyzeAsync(server.Http, run, replay.TrackingUri, isAsync: false, key: null, cancellationToken);
            return status == 200 && Caller.Verdict(body) != expected[run] ? 0 : status;
        }));

    private static async Task<Dictionary<string, string>> ExpectedAsync(ServerProcess server, Replay replay, CancellationToken cancellationToken)
    {
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string run in replay.Runs)
        {
            (int status, string body) = await Caller.AnalyzeAsync(server.Http, run, replay.TrackingUri, isAsync: false, key: null, cancellationToken);
            expected[run] = status == 200 ? Caller.Verdict(body) : throw new InvalidOperationException($"{run}: {status} {body}");
        }

        return expected;
    }

    private static double Slope(IReadOnlyList<(double X, double Y)> points)
    {
        double meanX = points.Average(p => p.X), meanY = points.Average(p => p.Y);
        return points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / points.Sum(p => (p.X - meanX) * (p.X - meanX));
    }

    /// <summary>Looks at memory and health while something else goes on.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task<(double Peak, int Red)> _watching;

        public Watch(ServerProcess server) => _watching = Task.Run(() => LookAsync(server));

        public async Task<(double Peak, int Red)> EndAsync()
        {
            await _end.CancelAsync();
            return await _watching;
        }

        public void Dispose() => _end.Dispose();

        private async Task<(double Peak, int Red)> LookAsync(ServerProcess server)
        {
            double peak = 0;
            int red = 0;
            while (!_end.IsCancellationRequested)
            {
                peak = Math.Max(peak, server.ResidentMegabytes());
                if ((await Caller.GetAsync(server.Http, "/health/ready", CancellationToken.None)).Status != 200) red++;
                await Task.Delay(100, CancellationToken.None);
            }

            return (peak, red);
        }
    }
}
