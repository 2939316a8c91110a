using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DeepFix.Artifacts;

/// <summary>A run beside those that finished before it began, in the same experiment.</summary>
/// <param name="Own">The run itself, as the store has it.</param>
/// <param name="Runs">At most twenty, the latest first.</param>
public sealed record EarlierRuns(StoredRun Own, IReadOnlyList<StoredRun> Runs)
{
    /// <summary>Runs looked at.</summary>
    public const int Most = 20;

    /// <summary>A hash of all that was read of them; nothing where there are none, so that a first run reads as it would without a store.</summary>
    internal IEnumerable<string> Digests()
    {
        if (Runs.Count == 0) yield break;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (StoredRun run in Runs.Prepend(Own))
        {
            Add("run", run.RunId);
            foreach ((string key, double value) in run.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal)) Add(key, value.ToString("R", CultureInfo.InvariantCulture));
            foreach ((string key, string value) in run.Params.Concat(run.DataDigests).Concat(run.Tags).OrderBy(p => p.Key, StringComparer.Ordinal)) Add(key, value);
        }

        yield return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string key, string value) => hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{key.Length}:{key}{value.Length}:{value}")));
    }
}
