using System.Text;

namespace DeepFix.Knowledge.Dense.Tests;

/// <summary>Writes an ONNX model by hand: a table of one row a word piece, from which the rows of the input are taken (Gather). Numbers of fields are those of onnx.proto.</summary>
internal static class TinyModel
{
    private const int Float = 1, Long = 7;

    /// <summary>The model's bytes.</summary>
    /// <param name="table">A row for each word piece.</param>
    /// <param name="input">Name of its one input.</param>
    public static byte[] Of(float[][] table, string input = "input_ids")
    {
        byte[] node = [.. Text(1, "table"), .. Text(1, input), .. Text(2, "last_hidden_state"), .. Text(4, "Gather")];
        byte[] numbers = [.. table.SelectMany(row => row).SelectMany(BitConverter.GetBytes)];
        byte[] initializer = [.. Number(1, table.Length), .. Number(1, table[0].Length), .. Number(2, Float), .. Text(8, "table"), .. Bytes(9, numbers)];
        byte[] graph =
        [
            .. Bytes(1, node), .. Text(2, "tiny"), .. Bytes(5, initializer),
            .. Bytes(11, Value(input, Long, [Named("batch"), Named("length")])),
            .. Bytes(12, Value("last_hidden_state", Float, [Named("batch"), Named("length"), Number(1, table[0].Length)])),
        ];
        return [.. Number(1, 8), .. Bytes(7, graph), .. Bytes(8, Number(2, 13))];
    }

    private static byte[] Value(string name, int type, byte[][] sizes)
    {
        byte[] shape = [.. sizes.SelectMany(s => Bytes(1, s))];
        byte[] tensor = [.. Number(1, type), .. Bytes(2, shape)];
        return [.. Text(1, name), .. Bytes(2, Bytes(1, tensor))];
    }

    private static byte[] Named(string size) => Text(2, size);

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] content) => [.. Varint((ulong)(field << 3 | 2)), .. Varint((ulong)content.Length), .. content];

    private static byte[] Number(int field, long number) => [.. Varint((ulong)(field << 3)), .. Varint((ulong)number)];

    private static byte[] Varint(ulong number)
    {
        List<byte> bytes = [];
        for (; number > 127; number >>= 7) bytes.Add((byte)(number | 128));
        bytes.Add((byte)number);
        return [.. bytes];
    }
}
