using System.Globalization;

namespace DeepFix.Artifacts.Reading;

/// <summary>Reads a number from the bytes of a cell, without a string for it.</summary>
internal static class NumberCell
{
    private const ulong MaxExactMantissa = 1UL << 53;

    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    public static CellKind Read(ReadOnlySpan<byte> cell, bool decimalComma, out double value)
    {
        value = 0;
        if (cell.IsEmpty) return CellKind.Missing;
        if (decimalComma && cell.Length < 64 && cell.Contains((byte)','))
        {
            Span<byte> pointed = stackalloc byte[cell.Length];
            cell.Replace(pointed, (byte)',', (byte)'.');
            return Read(pointed, decimalComma: false, out value);
        }

        if (TryShort(cell, out value)) return CellKind.Number;
        byte first = cell[0];
        if ((first is >= (byte)'0' and <= (byte)'9' || first is (byte)'-' or (byte)'+' or (byte)'.')
            && double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return CellKind.Number;
        return Word(cell, out value);
    }

    // A mantissa below 2^53 times or over a power of ten up to 10^22 is one exactly rounded operation: the same result as the full parser's, sooner.
    private static bool TryShort(ReadOnlySpan<byte> cell, out double value)
    {
        value = 0;
        int i = cell[0] is (byte)'-' ? 1 : 0;
        ulong mantissa = 0;
        int digits = 0, scale = 0;
        bool point = false;
        for (; i < cell.Length; i++)
        {
            uint digit = (uint)(cell[i] - '0');
            if (digit <= 9)
            {
                if (mantissa >= MaxExactMantissa / 10) return false;
                mantissa = (mantissa * 10) + digit;
                digits++;
                scale += point ? 1 : 0;
            }
            else if (cell[i] == (byte)'.' && !point)
            {
                point = true;
            }
            else
            {
                return false;
            }
        }

        if (digits == 0 || scale > 22) return false;
        value = mantissa / PowersOfTen[scale];
        if (cell[0] == (byte)'-') value = -value;
        return true;
    }

    private static CellKind Word(ReadOnlySpan<byte> cell, out double value)
    {
        value = 0;
        if (cell.Length > 12) return CellKind.Text;
        Span<char> word = stackalloc char[cell.Length];
        for (int i = 0; i < cell.Length; i++)
        {
            if (cell[i] >= 0x80) return CellKind.Text;
            word[i] = char.ToLowerInvariant((char)cell[i]);
        }

        switch (word)
        {
            case "nan" or "+nan" or "-nan" or ".nan":
                value = double.NaN;
                return CellKind.Number;
            case "inf" or "+inf" or ".inf" or "infinity" or "+infinity":
                value = double.PositiveInfinity;
                return CellKind.Number;
            case "-inf" or "-.inf" or "-infinity":
                value = double.NegativeInfinity;
                return CellKind.Number;
            case "na" or "n/a" or "<na>" or "none" or "null" or "nil" or "_" or "-" or "--" or "?":
                return CellKind.Missing;
            default:
                return CellKind.Text;
        }
    }
}
