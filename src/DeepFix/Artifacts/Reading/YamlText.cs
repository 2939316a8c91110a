using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DeepFix.Artifacts.Reading;

/// <summary>Reads one YAML document, bounded in depth and in nodes with aliases expanded. Of a broken document it keeps what stood before the fault.</summary>
internal sealed class YamlText(TextReader text, CancellationToken cancellationToken)
{
    public const int MaxDepth = 64;
    public const int MaxNodes = 1_000_000;
    private readonly Parser _parser = new(text);
    private readonly Dictionary<AnchorName, DataNode> _anchors = [];
    private long _nodes;

    /// <summary>What is wrong, in a sentence; null where nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Line of the fault.</summary>
    public int? Line { get; private set; }

    public DataNode? Read()
    {
        while (Next() is { } e)
        {
            if (e is StreamStart or DocumentStart) continue;
            return e is StreamEnd or DocumentEnd ? null : Node(e, 0);
        }

        return null;
    }

    private ParsingEvent? Next()
    {
        if (Problem is not null) return null;
        try
        {
            return _parser.MoveNext() ? _parser.Current : null;
        }
        catch (YamlException e)
        {
            return Fail("The text is not valid YAML.", (int)e.Start.Line);
        }
#pragma warning disable CA1031 // Decided here: whatever the scanner trips over in a broken file is that file's fault.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Fail("The text is not valid YAML.", (int?)_parser.Current?.End.Line);
        }
#pragma warning restore CA1031
    }

    private DataNode? Node(ParsingEvent e, int depth)
    {
        int line = (int)e.Start.Line;
        if (++_nodes % 10_000 == 0) cancellationToken.ThrowIfCancellationRequested();
        if (_nodes > MaxNodes) return Refuse(FormattableString.Invariant($"The document has more than {MaxNodes} values, aliases expanded."), line);
        if (depth > MaxDepth) return Refuse(FormattableString.Invariant($"The document is nested deeper than {MaxDepth} levels."), line);
        switch (e)
        {
            case AnchorAlias alias:
                return Aliased(alias, line);
            case Scalar scalar:
                return Anchored(scalar.Anchor, Leaf(scalar, line));
            case SequenceStart sequence:
                var list = new DataNode(NodeKind.List, "", line);
                while (Next() is { } item and not SequenceEnd)
                {
                    if (Node(item, depth + 1) is { } value) list.Items.Add(Counted(list, value));
                }

                return Anchored(sequence.Anchor, list);
            case MappingStart mapping:
                var map = new DataNode(NodeKind.Map, "", line);
                while (Next() is { } key and not MappingEnd) Member(map, key, depth);
                return Anchored(mapping.Anchor, map);
            default:
                return null;
        }
    }

    private void Member(DataNode map, ParsingEvent keyEvent, int depth)
    {
        DataNode? key = Node(keyEvent, depth + 1);
        if (Next() is not { } valueEvent) return;
        DataNode? value = Node(valueEvent, depth + 1);
        if (key is { IsScalar: true } or { IsNull: true } && value is not null) map.Members.Add((key.Text, Counted(map, value)));
    }

    private DataNode? Aliased(AnchorAlias alias, int line)
    {
        if (!_anchors.TryGetValue(alias.Value, out DataNode? node)) return Refuse("An alias names an anchor that is not there.", line);
        _nodes += node.Size;
        return _nodes > MaxNodes ? Refuse(FormattableString.Invariant($"The document has more than {MaxNodes} values, aliases expanded."), line) : node;
    }

    private DataNode Anchored(AnchorName anchor, DataNode node)
    {
        if (!anchor.IsEmpty) _anchors[anchor] = node;
        return node;
    }

    private static DataNode Counted(DataNode parent, DataNode child)
    {
        parent.Size += child.Size;
        return child;
    }

    private static DataNode Leaf(Scalar scalar, int line)
    {
        if (scalar.Style is not ScalarStyle.Plain) return new DataNode(NodeKind.Text, scalar.Value, line);
        return scalar.Value is "" or "~" or "null" or "Null" or "NULL"
            ? new DataNode(NodeKind.Null, scalar.Value, line)
            : new DataNode(NodeKind.Plain, scalar.Value, line);
    }

    private ParsingEvent? Fail(string problem, int? line)
    {
        Problem ??= problem;
        Line ??= line;
        return null;
    }

    private DataNode? Refuse(string problem, int line)
    {
        Fail(problem, line);
        return null;
    }
}
