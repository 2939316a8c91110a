using System.Buffers.Binary;

namespace DeepFix.Artifacts.Foreign;

/// <summary>The next field of a protobuf message.</summary>
/// <param name="Number">The field's number; 0 = the message is over or damaged.</param>
/// <param name="Bits">A number's bits: varint, 64 or 32 bits.</param>
/// <param name="Bytes">The bytes of a text, a message or packed numbers.</param>
internal readonly ref struct ProtoField(int Number, ulong Bits, ReadOnlySpan<byte> Bytes)
{
    public int Number { get; } = Number;

    public ulong Bits { get; } = Bits;

    public ReadOnlySpan<byte> Bytes { get; } = Bytes;

    public float Single => BitConverter.UInt32BitsToSingle((uint)Bits);

    public double Double => BitConverter.UInt64BitsToDouble(Bits);

    /// <summary>Takes a field off the front of a message.</summary>
    public static ProtoField Take(scoped ref ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty || !Varint(ref message, out ulong key) || key >> 3 is 0 or > int.MaxValue) return default;
        int number = (int)(key >> 3);
        switch (key & 7)
        {
            case 0 when Varint(ref message, out ulong value): return new ProtoField(number, value, default);
            case 1 when message.Length >= 8: return new ProtoField(number, BinaryPrimitives.ReadUInt64LittleEndian(Cut(ref message, 8)), default);
            case 5 when message.Length >= 4: return new ProtoField(number, BinaryPrimitives.ReadUInt32LittleEndian(Cut(ref message, 4)), default);
            case 2 when Varint(ref message, out ulong length) && length <= (ulong)message.Length: return new ProtoField(number, 0, Cut(ref message, (int)length));
            default: return default;
        }
    }

    private static ReadOnlySpan<byte> Cut(scoped ref ReadOnlySpan<byte> message, int length)
    {
        ReadOnlySpan<byte> cut = message[..length];
        message = message[length..];
        return cut;
    }

    private static bool Varint(scoped ref ReadOnlySpan<byte> message, out ulong value)
    {
        value = 0;
        for (int i = 0; i < Math.Min(message.Length, 10); i++)
        {
            value |= (ulong)(message[i] & 0x7F) << (7 * i);
            if (message[i] >= 0x80) continue;
            message = message[(i + 1)..];
            return true;
        }

        return false;
    }
}
