using System.Buffers.Binary;
using System.Numerics;

namespace DeepFix.Artifacts.Foreign;

/// <summary>Reads TensorBoard event files: TFRecords that hold Event messages with scalars, old style (simple_value) and new (a tensor of one number).</summary>
internal static class EventLog
{
    private const int HeaderBytes = 12;
    private const int CheckBytes = 4;
    private const int MaxSeries = 2_000;

    /// <summary>Whether bytes begin with a TFRecord.</summary>
    public static bool IsEvents(ReadOnlySpan<byte> bytes)
        => bytes.Length > HeaderBytes && Masked(bytes[..8]) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);

    /// <summary>All scalars of a run; below the folder of a file their tags carry its name (<c>train/epoch_loss</c>).</summary>
    public static LogTable Read(IReadOnlyList<RunFile> files, CancellationToken cancellationToken)
    {
        Dictionary<string, LogSeries> series = new(StringComparer.Ordinal);
        List<string> notes = [];
        foreach (RunFile file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            int slash = file.Path.LastIndexOf('/');
            int damaged = Add(LogText.Bytes(file, cancellationToken), slash < 0 ? "" : file.Path[..(slash + 1)], series, cancellationToken);
            if (damaged >= 0) notes.Add(FormattableString.Invariant($"{file.Path} is damaged or cut off at byte {damaged}; what stands before was read."));
        }

        LogTable table = SeriesTable.Of("TensorBoard event files", [.. series.Values]);
        return table with { Notes = [.. notes, .. table.Notes] };
    }

    /// <returns>Where the file is damaged; -1 = nowhere.</returns>
    private static int Add(byte[] bytes, string folder, Dictionary<string, LogSeries> series, CancellationToken cancellationToken)
    {
        int at = 0, records = 0;
        while (at < bytes.Length)
        {
            if (records++ % 4096 == 0) cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> rest = bytes.AsSpan(at);
            if (!IsEvents(rest)) return at;
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(rest);
            if (length > (ulong)(rest.Length - HeaderBytes) || (int)length + HeaderBytes + CheckBytes > rest.Length) return at;
            ReadOnlySpan<byte> data = rest.Slice(HeaderBytes, (int)length);
            if (Masked(data) != BinaryPrimitives.ReadUInt32LittleEndian(rest[(HeaderBytes + (int)length)..])) return at;
            foreach ((string tag, double step, double value, double time) in ScalarEvent.Read(data))
            {
                string name = folder + tag;
                if (!series.TryGetValue(name, out LogSeries? one))
                {
                    if (series.Count >= MaxSeries) continue;
                    series[name] = one = new LogSeries(name, []);
                }

                one.Points.Add((step, value, time));
            }

            at += HeaderBytes + (int)length + CheckBytes;
        }

        return -1;
    }

    // CRC-32C, rotated and offset as the format has it.
    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data) crc = BitOperations.Crc32C(crc, b);
        crc = ~crc;
        return BitOperations.RotateRight(crc, 15) + 0xA282EAD8;
    }
}
