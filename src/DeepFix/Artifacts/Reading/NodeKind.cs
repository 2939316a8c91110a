namespace DeepFix.Artifacts.Reading;

/// <summary>What a node of a YAML or JSON document is.</summary>
internal enum NodeKind
{
    Null,
    Text,

    /// <summary>A scalar without quotes: a number, a truth value, or text, as its reader wants it.</summary>
    Plain,
    List,
    Map,
}
