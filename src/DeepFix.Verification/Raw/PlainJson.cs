using System.Globalization;
using System.Text;

namespace DeepFix.Verification.Raw;

/// <summary>Reads JSON as Python writes it, NaN and Infinity included, one character after the other.</summary>
internal sealed class PlainJson
{
    private readonly string _text;
    private int _at;

    private PlainJson(string text) => _text = text;

    /// <summary>The document, or null where it is not one whole value.</summary>
    public static Node? Read(string text)
    {
        var reader = new PlainJson(text);
        try
        {
            Node node = reader.Value();
            reader.Blanks();
            return reader._at == text.Length ? node : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private Node Value()
    {
        Blanks();
        return Peek() switch
        {
            '{' => Map(),
            '[' => List(),
            '"' => new Node { Text = String(), IsQuoted = true },
            _ => Word(),
        };
    }

    private Node Map()
    {
        List<KeyValuePair<string, Node>> members = [];
        Take('{');
        for (Blanks(); Peek() != '}'; Blanks())
        {
            if (members.Count > 0) Take(',');
            Blanks();
            string name = String();
            Blanks();
            Take(':');
            members.Add(new(name, Value()));
        }

        Take('}');
        return new Node { Members = members };
    }

    private Node List()
    {
        List<Node> items = [];
        Take('[');
        for (Blanks(); Peek() != ']'; Blanks())
        {
            if (items.Count > 0) Take(',');
            items.Add(Value());
        }

        Take(']');
        return new Node { Items = items };
    }

    private Node Word()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '+' or '-' or '.')) _at++;
        if (_at == start) throw new FormatException("A value is missing.");
        return new Node { Text = _text[start.._at] };
    }

    private string String()
    {
        var read = new StringBuilder();
        Take('"');
        while (Peek() != '"')
        {
            char c = _text[_at++];
            read.Append(c == '\\' ? Escaped() : c);
        }

        Take('"');
        return read.ToString();
    }

    private char Escaped()
    {
        char c = Peek();
        _at++;
        switch (c)
        {
            case 'n': return '\n';
            case 't': return '\t';
            case 'r': return '\r';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'u' when _at + 4 <= _text.Length:
                _at += 4;
                return (char)int.Parse(_text.AsSpan(_at - 4, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            default: return c;
        }
    }

    private void Blanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : throw new FormatException("The text ends early.");

    private void Take(char expected)
    {
        if (Peek() != expected) throw new FormatException("Another character stands there.");
        _at++;
    }
}
