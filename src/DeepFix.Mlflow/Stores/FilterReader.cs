namespace DeepFix.Mlflow.Stores;

/// <summary>Reads a filter expression from left to right.</summary>
internal sealed class FilterReader(string text)
{
    private int _position;

    /// <summary><c>tags.key</c>, <c>params.`odd key`</c>, <c>attributes.status</c> or a bare <c>status</c>.</summary>
    public (FilterField Field, string Key) Identifier()
    {
        SkipSpace();
        var start = _position;
        while (_position < text.Length && text[_position] is not ('.' or '=' or '`' or '"') && !char.IsWhiteSpace(text[_position]) && !IsOperator(text[_position])) _position++;
        var entity = text[start.._position].ToLowerInvariant();
        if (_position >= text.Length || text[_position] != '.')
            return Attribute(entity);
        _position++;
        var key = Key();
        return entity switch
        {
            "tag" or "tags" => (FilterField.Tag, key),
            "param" or "params" or "parameter" or "parameters" => (FilterField.Param, key),
            "attribute" or "attributes" or "attr" or "run" => Attribute(key.ToLowerInvariant()),
            _ => throw NotUnderstood($"'{entity}.{key}' cannot be compared here"),
        };
    }

    public void EqualsSign()
    {
        SkipSpace();
        if (_position >= text.Length || text[_position] != '=')
            throw NotUnderstood($"only '=' is understood, at character {Place(_position)}");
        _position++;
        if (_position < text.Length && text[_position] == '=') _position++;
    }

    public string QuotedValue()
    {
        SkipSpace();
        return _position < text.Length && text[_position] is '\'' or '"'
            ? Quoted(text[_position])
            : throw NotUnderstood($"a value in quotes is wanted at character {Place(_position)}");
    }

    /// <summary>Whether another term follows.</summary>
    public bool And()
    {
        SkipSpace();
        if (_position == text.Length)
            return false;
        var isAnd = string.Compare(text, _position, "and", 0, 3, StringComparison.OrdinalIgnoreCase) == 0
            && _position + 3 < text.Length && char.IsWhiteSpace(text[_position + 3]);
        if (!isAnd)
            throw NotUnderstood($"only 'and' joins terms, at character {Place(_position)}");
        _position += 3;
        return true;
    }

    private string Key()
    {
        if (_position < text.Length && text[_position] is '`' or '"')
            return Quoted(text[_position]);
        var start = _position;
        while (_position < text.Length && !char.IsWhiteSpace(text[_position]) && !IsOperator(text[_position])) _position++;
        return _position > start ? text[start.._position] : throw NotUnderstood($"a key is wanted at character {Place(start)}");
    }

    private string Quoted(char quote)
    {
        var end = text.IndexOf(quote, _position + 1);
        if (end < 0)
            throw NotUnderstood($"the quote at character {Place(_position)} is not closed");
        var value = text[(_position + 1)..end];
        _position = end + 1;
        return value;
    }

    private (FilterField Field, string Key) Attribute(string name) => name switch
    {
        "status" => (FilterField.Status, ""),
        "run_name" or "run name" => (FilterField.RunName, ""),
        _ => throw NotUnderstood($"'{name}' cannot be compared here"),
    };

    private static string Place(int position) => (position + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsOperator(char c) => c is '=' or '!' or '<' or '>';

    private void SkipSpace()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position])) _position++;
    }

    private MlflowException NotUnderstood(string what) => StoreErrors.Invalid(
        $"The filter \"{text}\" is not understood: {what}.",
        "Stores on disk compare tags, params, attributes.status and attributes.run_name with '=' to a quoted value, joined with 'and'. Start an MLflow server on the store for other filters.");
}
