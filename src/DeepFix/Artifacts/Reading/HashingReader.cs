using System.Security.Cryptography;

namespace DeepFix.Artifacts.Reading;

/// <summary>Reads a run's file in blocks that are always full, and hashes what it reads.</summary>
internal sealed class HashingReader : IDisposable
{
    private readonly RunFile _file;
    private readonly ReadLog _log;
    private readonly Stream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private HashingReader(RunFile file, Stream stream, ReadLog log) => (_file, _stream, _log) = (file, stream, log);

    /// <summary>Opens a file, or says why it cannot be opened.</summary>
    public static HashingReader? Open(RunFile file, ReadLog log)
    {
        try
        {
            return new HashingReader(file, file.Open(), log);
        }
        catch (Exception e) when (IsReadFailure(e))
        {
            Unreadable(file, log);
            return null;
        }
    }

    /// <summary>Fills the block; fewer bytes mean that the file has ended.</summary>
    public int Fill(Span<byte> block)
    {
        _log.CancellationToken.ThrowIfCancellationRequested();
        int count = 0;
        try
        {
            count = _stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (IsReadFailure(e))
        {
            Unreadable(_file, _log);
        }

        _hash.AppendData(block[..count]);
        return count;
    }

    /// <summary>The whole file, or null and a fault where it cannot be read or is larger than the limit.</summary>
    public static byte[]? ReadAll(RunFile file, int limit, ReadLog log)
    {
        if (file.Size > limit)
        {
            TooLarge(file, limit, log);
            return null;
        }

        using HashingReader? reader = Open(file, log);
        if (reader is null) return null;
        byte[] bytes = new byte[Math.Max(file.Size, 0) + 1];
        int count = 0;
        while (true)
        {
            count += reader.Fill(bytes.AsSpan(count));
            if (count < bytes.Length) return bytes[..count];
            if (count > limit)
            {
                TooLarge(file, limit, log);
                return null;
            }

            Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, limit + 1L));
        }
    }

    public void Dispose()
    {
        _log.Hashed(_file.Path, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        _hash.Dispose();
        _stream.Dispose();
    }

    // Where the bytes come from is the caller's: whatever its stream throws but cancellation means that this file cannot be read.
    private static bool IsReadFailure(Exception e) => e is not OperationCanceledException;

    private static void Unreadable(RunFile file, ReadLog log)
        => log.Fault(file.Path, null, "The file cannot be read.", "Check that it was uploaded whole and log it again.");

    private static void TooLarge(RunFile file, int limit, ReadLog log)
        => log.Fault(file.Path, null, FormattableString.Invariant($"The file is larger than {limit >> 20} MB and was not read."), "Log a summary instead of raw data.");
}
