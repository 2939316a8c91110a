namespace DeepFix.Mlflow.Artifacts;

/// <summary>Counts what arrives, over all files at once.</summary>
internal sealed class TransferBudget(long maxTotalBytes)
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Counts bytes; false when they are too many.</summary>
    public bool Take(int bytes) => Interlocked.Add(ref _bytes, bytes) <= maxTotalBytes;

    /// <summary>Takes back what was counted of a file that broke off and is read again.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref _bytes, -bytes);
}
