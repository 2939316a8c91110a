using System.Security.Cryptography;
using System.Text;

namespace DeepFix.Artifacts.Reading;

/// <summary>What one parse gathers beside its values: faults, warnings, and the hash of every byte that was read.</summary>
internal sealed class ReadLog(CancellationToken cancellationToken)
{
    private const int MaxFaultsPerFile = 20;
    private readonly SortedDictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _faultsOfFile = new(StringComparer.Ordinal);

    public CancellationToken CancellationToken => cancellationToken;

    public List<RecordFault> Faults { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>How the rows of the metrics follow one another by their steps.</summary>
    public StepOrder StepOrder { get; set; }

    /// <summary>Paths of all files read so far, in order of path.</summary>
    public IReadOnlyList<string> Paths => [.. _hashes.Keys];

    public void Fault(string file, int? line, string problem, string remedy)
    {
        int count = _faultsOfFile[file] = _faultsOfFile.GetValueOrDefault(file) + 1;
        if (count <= MaxFaultsPerFile) Faults.Add(new RecordFault(file, line, problem, remedy));
    }

    /// <summary>Whether anything was said of a file.</summary>
    public bool HasFaults(string file) => _faultsOfFile.ContainsKey(file);

    public void Hashed(string path, string hash) => _hashes[path] = hash;

    /// <summary>One hash over all files, and over the histories and params that stood in for missing ones.</summary>
    public string Digest(IEnumerable<string> others)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string path, string fileHash) in _hashes) Append(hash, path, fileHash);
        foreach (string other in others) Append(hash, "mlflow", other);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string name, string value)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Encoding.UTF8.GetByteCount(name)}:{name}{Encoding.UTF8.GetByteCount(value)}:{value}")));
    }
}
