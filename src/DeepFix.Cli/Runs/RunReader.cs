using System.Buffers;
using System.Security.Cryptography;
using DeepFix.Mlflow;
using DeepFix.Mlflow.Artifacts;

namespace DeepFix.Cli.Runs;

/// <summary>Reads all that a store has of a run. Artifacts are hashed as they stream by: none is kept.</summary>
/// <param name="client">The store.</param>
/// <param name="warn">Told what the user should know.</param>
internal sealed class RunReader(MlflowClient client, Action<string> warn)
{
    private const int BufferBytes = 128 * 1024;
    private const int AtOnce = 8;

    public async Task<RunDetails> ReadAsync(string runId, bool withHistory, bool withHashes, CancellationToken cancellationToken)
    {
        Run run = await client.Store.GetRunAsync(runId, cancellationToken);
        IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>>? history = withHistory ? await HistoryAsync(run, cancellationToken) : null;
        try
        {
            return new RunDetails(run, history, await ArtifactsAsync(run, withHashes, cancellationToken));
        }
        catch (MlflowException failure)
        {
            // What the tracking store has is there all the same.
            warn($"The artifacts could not be read: {failure.Message} {failure.Remedy}");
            return new RunDetails(run, history, [], failure.Message);
        }
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>>> HistoryAsync(Run run, CancellationToken cancellationToken)
    {
        string[] keys = [.. run.Metrics.Keys.Order(StringComparer.Ordinal)];
        var points = new IReadOnlyList<MetricPoint>[keys.Length];
        await Parallel.ForAsync(0, keys.Length, Limited(cancellationToken), async (i, token) => points[i] = await client.Store.GetMetricHistoryAsync(run.RunId, keys[i], token));
        return keys.Zip(points).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<ArtifactFile>> ArtifactsAsync(Run run, bool withHashes, CancellationToken cancellationToken)
    {
        IArtifactRepository repository = client.ArtifactsOf(run, warn);
        IReadOnlyList<ArtifactInfo> files = await ListAsync(repository, cancellationToken);
        if (!withHashes) return [.. files.Select(f => new ArtifactFile(f.Path, f.Size, null, null))];
        var hashed = new ArtifactFile[files.Count];
        await Parallel.ForAsync(0, files.Count, Limited(cancellationToken), async (i, token) => hashed[i] = await HashAsync(repository, files[i], token));
        return hashed;
    }

    private static async Task<IReadOnlyList<ArtifactInfo>> ListAsync(IArtifactRepository repository, CancellationToken cancellationToken)
    {
        List<ArtifactInfo> files = [];
        HashSet<string> seen = new(StringComparer.Ordinal) { "" };
        var folders = new Queue<string>([""]);
        while (folders.TryDequeue(out string? folder))
        {
            foreach (ArtifactInfo entry in await repository.ListAsync(folder, cancellationToken))
            {
                if (!seen.Add(entry.Path)) continue;
                if (entry.IsDirectory) folders.Enqueue(entry.Path);
                else files.Add(entry);
            }
        }

        return [.. files.OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    private static async Task<ArtifactFile> HashAsync(IArtifactRepository repository, ArtifactInfo file, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using Stream content = await repository.OpenReadAsync(file.Path, cancellationToken);
            long size = 0;
            while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                size += read;
            }

            return new ArtifactFile(file.Path, size, Convert.ToHexStringLower(hash.GetHashAndReset()), null);
        }
        catch (MlflowException failure)
        {
            return new ArtifactFile(file.Path, file.Size, null, failure.Message);
        }
        catch (IOException failure)
        {
            return new ArtifactFile(file.Path, file.Size, null, failure.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ParallelOptions Limited(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
}
