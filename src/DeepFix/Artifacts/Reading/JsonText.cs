using System.Globalization;
using System.Text;

namespace DeepFix.Artifacts.Reading;

/// <summary>
/// Reads JSON as Python writes it, with bare NaN and Infinity, bounded in depth and nodes. Of a broken document it keeps what stood before the fault.
/// </summary>
internal ref struct JsonText(ReadOnlySpan<char> text, CancellationToken cancellationToken)
{
    public const int MaxDepth = 64;
    public const int MaxNodes = 1_000_000;
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private int _line = 1;
    private int _nodes;

    /// <summary>What is wrong, in a sentence; null where nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Line of the fault.</summary>
    public readonly int Line => _line;

    /// <summary>Values met so far.</summary>
    public readonly int Nodes => _nodes;

    public DataNode? Read()
    {
        DataNode? node = Value(0);
        SkipBlanks();
        if (Problem is null && _at < _text.Length) Problem = "Something follows after the end of the JSON document.";
        return node;
    }

    private DataNode? Value(int depth)
    {
        SkipBlanks();
        if (++_nodes % 10_000 == 0) cancellationToken.ThrowIfCancellationRequested();
        if (_nodes > MaxNodes) return Fail(FormattableString.Invariant($"The document has more than {MaxNodes} values."));
        if (depth > MaxDepth) return Fail(FormattableString.Invariant($"The document is nested deeper than {MaxDepth} levels."));
        if (_at >= _text.Length) return Fail("The document ends in the middle.");
        return _text[_at] switch
        {
            '{' => Map(depth),
            '[' => List(depth),
            '"' => String() is { } text ? new DataNode(NodeKind.Text, text, _line) : null,
            _ => Bare(),
        };
    }

    private DataNode Map(int depth)
    {
        var map = new DataNode(NodeKind.Map, "", _line);
        _at++;
        SkipBlanks();
        if (Take('}')) return map;
        while (Problem is null)
        {
            SkipBlanks();
            if (_at >= _text.Length || _text[_at] != '"' || String() is not { } key)
            {
                Fail(_at >= _text.Length ? "The document ends in the middle." : "A name in double quotes is expected.");
                break;
            }

            SkipBlanks();
            if (!Take(':'))
            {
                Fail("A colon is expected after a name.");
                break;
            }

            if (Value(depth + 1) is { } value) map.Members.Add((key, value));
            if (Problem is not null || Ends('}')) break;
        }

        return map;
    }

    private DataNode List(int depth)
    {
        var list = new DataNode(NodeKind.List, "", _line);
        _at++;
        SkipBlanks();
        if (Take(']')) return list;
        while (Problem is null)
        {
            if (Value(depth + 1) is { } value) list.Items.Add(value);
            if (Problem is not null || Ends(']')) break;
        }

        return list;
    }

    private bool Ends(char close)
    {
        SkipBlanks();
        if (Take(close)) return true;
        if (!Take(',')) Fail(_at >= _text.Length ? "The document ends in the middle." : "A comma or a closing bracket is expected.");
        return false;
    }

    private DataNode? Bare()
    {
        int start = _at;
        while (_at < _text.Length && _text[_at] is not (',' or ']' or '}' or ':' or ' ' or '\t' or '\r' or '\n' or '"' or '[' or '{')) _at++;
        string word = _text[start.._at].ToString();
        if (word == "null") return new DataNode(NodeKind.Null, "", _line);
        if (word is "true" or "false" || Scalars.TryNumber(word, out _)) return new DataNode(NodeKind.Plain, word, _line);
        return Fail("Neither a value nor a name is here.");
    }

    private string? String()
    {
        int start = ++_at;
        int plain = _text[start..].IndexOfAny('"', '\\');
        if (plain >= 0 && _text[start + plain] == '"')
        {
            _at = start + plain + 1;
            return _text.Slice(start, plain).ToString();
        }

        var decoded = new StringBuilder();
        while (_at < _text.Length)
        {
            char c = _text[_at++];
            if (c == '"') return decoded.ToString();
            if (c != '\\') decoded.Append(c);
            else if (_at < _text.Length) Escape(decoded, _text[_at++]);
        }

        Fail("The document ends in the middle of a text.");
        return null;
    }

    private void Escape(StringBuilder decoded, char c)
    {
        if (c == 'u' && _at + 4 <= _text.Length && ushort.TryParse(_text.Slice(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            decoded.Append((char)code);
            _at += 4;
            return;
        }

        decoded.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => c });
    }

    private void SkipBlanks()
    {
        for (; _at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n'; _at++)
        {
            if (_text[_at] == '\n') _line++;
        }
    }

    private bool Take(char c)
    {
        if (_at >= _text.Length || _text[_at] != c) return false;
        _at++;
        return true;
    }

    private DataNode? Fail(string problem)
    {
        Problem ??= problem;
        return null;
    }
}
