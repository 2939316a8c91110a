using System.Buffers.Binary;
using System.Text;

namespace DeepFix.Artifacts.Foreign;

/// <summary>The scalars of one TensorBoard Event message (tensorflow/core/util/event.proto, framework/summary.proto, framework/tensor.proto).</summary>
internal static class ScalarEvent
{
    private const int Float = 1, Double = 2, Int32 = 3, Int64 = 9;

    public static List<(string Tag, double Step, double Value, double Time)> Read(ReadOnlySpan<byte> message)
    {
        double time = 0;
        long step = 0;
        List<(string Tag, double Value)> values = [];
        while (ProtoField.Take(ref message) is { Number: > 0 } field)
        {
            if (field.Number == 1) time = field.Double;
            else if (field.Number == 2) step = (long)field.Bits;
            else if (field.Number == 5) Summary(field.Bytes, values);
        }

        return [.. values.Select(v => (v.Tag, (double)step, v.Value, time))];
    }

    private static void Summary(ReadOnlySpan<byte> summary, List<(string Tag, double Value)> values)
    {
        while (ProtoField.Take(ref summary) is { Number: > 0 } field)
        {
            if (field.Number == 1 && Value(field.Bytes) is { } value) values.Add(value);
        }
    }

    private static (string Tag, double Value)? Value(ReadOnlySpan<byte> value)
    {
        string tag = "";
        double? number = null;
        while (ProtoField.Take(ref value) is { Number: > 0 } field)
        {
            if (field.Number == 1) tag = Encoding.UTF8.GetString(field.Bytes);
            else if (field.Number == 2) number = field.Single;
            else if (field.Number == 8) number = Tensor(field.Bytes);
        }

        return tag.Length > 0 && number is { } found ? (tag, found) : null;
    }

    // A tensor without dimensions: one number, in its own field or as raw bytes. Texts, images and histograms have another type or more numbers.
    private static double? Tensor(ReadOnlySpan<byte> tensor)
    {
        ulong type = 0;
        double? number = null;
        int numbers = 0;
        ReadOnlySpan<byte> raw = default;
        while (ProtoField.Take(ref tensor) is { Number: > 0 } field)
        {
            if (field.Number == 1) type = field.Bits;
            else if (field.Number == 2 && HasSeveral(field.Bytes)) return null;
            else if (field.Number == 4) raw = field.Bytes;
            else if (field.Number is 5 or 6 or 7 or 10) (number, numbers) = (Number(field), numbers + 1);
        }

        if (numbers == 1) return number;
        return (type, raw.Length) switch
        {
            (Float, 4) => BinaryPrimitives.ReadSingleLittleEndian(raw),
            (Double, 8) => BinaryPrimitives.ReadDoubleLittleEndian(raw),
            (Int32, 4) => BinaryPrimitives.ReadInt32LittleEndian(raw),
            (Int64, 8) => BinaryPrimitives.ReadInt64LittleEndian(raw),
            _ => null,
        };
    }

    private static double? Number(ProtoField field) => (field.Number, field.Bytes.Length) switch
    {
        (5, 0) => field.Single,
        (5, 4) => BinaryPrimitives.ReadSingleLittleEndian(field.Bytes),
        (6, 0) => field.Double,
        (6, 8) => BinaryPrimitives.ReadDoubleLittleEndian(field.Bytes),
        (7 or 10, 0) => (long)field.Bits,
        _ => null,
    };

    // TensorShapeProto: a dimension (2) of a size (1) other than one.
    private static bool HasSeveral(ReadOnlySpan<byte> shape)
    {
        while (ProtoField.Take(ref shape) is { Number: > 0 } dimension)
        {
            ReadOnlySpan<byte> size = dimension.Bytes;
            if (dimension.Number == 2 && ProtoField.Take(ref size) is { Number: 1, Bits: not 1 }) return true;
        }

        return false;
    }
}
