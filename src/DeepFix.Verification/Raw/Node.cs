namespace DeepFix.Verification.Raw;

/// <summary>A value of a YAML or JSON document: a scalar, a list or a map.</summary>
internal sealed class Node
{
    private const double Largest = 1e100;

    /// <summary>The scalar as written; null for lists and maps.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the scalar stood in quotes, so that it is text whatever it looks like.</summary>
    public bool IsQuoted { get; init; }

    public IReadOnlyList<Node>? Items { get; init; }

    public IReadOnlyList<KeyValuePair<string, Node>>? Members { get; init; }

    public bool IsNull => Text is not null && !IsQuoted && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The member of a name, the last where it stands twice; null where there is none or it is null.</summary>
    public Node? this[string name] => Members?.LastOrDefault(m => m.Key == name).Value is { IsNull: false } node ? node : null;

    /// <summary>The number that a scalar says, quoted or not.</summary>
    public double? Number => Text is not null && !IsNull ? Numerals.Read(Text) : null;

    /// <summary>The number, where it can be one that was measured: finite and of a sane size.</summary>
    public double? Sane => Number is { } number && double.IsFinite(number) && Math.Abs(number) <= Largest ? Math.Abs(number) < 1 / Largest ? 0 : number : null;

    /// <summary>The sane number of a scalar that is not in quotes.</summary>
    public double? Measured => IsQuoted ? null : Sane;

    /// <summary>A whole number that is not negative.</summary>
    public long? Count => Number is { } number && number >= 0 && number <= 1e15 && Math.Floor(number) == number ? (long)number : null;

    /// <summary>Members in ordinal order of name.</summary>
    public IEnumerable<KeyValuePair<string, Node>> Sorted => (Members ?? []).OrderBy(m => m.Key, StringComparer.Ordinal);
}
