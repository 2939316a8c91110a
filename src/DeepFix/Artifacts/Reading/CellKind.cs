namespace DeepFix.Artifacts.Reading;

/// <summary>What a cell of a table holds.</summary>
internal enum CellKind
{
    /// <summary>Not logged: empty, NA, None, null, _.</summary>
    Missing,

    /// <summary>A number, NaN and infinities included.</summary>
    Number,

    /// <summary>Anything else: a clock time, a list, words.</summary>
    Text,
}
