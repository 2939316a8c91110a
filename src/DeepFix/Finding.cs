namespace DeepFix;

/// <summary>A statement about the run, by its code in the vocabulary, with the numbers that it rests on.</summary>
public sealed record Finding
{
    /// <summary>The code in the vocabulary, such as <c>overfitting</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The code in words, such as <c>Overfitting</c>.</summary>
    public string Title => Knowledge.CodePages.TitleOf(Code);

    /// <summary>Whether the code states a symptom, a cause, a fact of the data or a fault of the record.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>What was seen, where, and what was ruled out, in plain words with numbers, units and epochs.</summary>
    public required string Description { get; init; }

    /// <summary><see cref="EvidenceItems"/> rendered as text.</summary>
    public required string Evidence { get; init; }

    /// <summary>The damage done. Independent of <see cref="Confidence"/>.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The probability, 0 to 1, that the finding is true.</summary>
    public required double Confidence { get; init; }

    /// <summary>The measured numbers.</summary>
    public required IReadOnlyList<Evidence> EvidenceItems { get; init; }

    /// <summary>A finding of a code of the vocabulary, with its kind and the text of its evidence filled in.</summary>
    public static Finding Of(string code, Severity severity, double confidence, string description, params IReadOnlyList<Evidence> items) => new()
    {
        Code = code,
        Kind = Vocabulary.Of(code).Kind,
        Severity = severity,
        Confidence = confidence,
        Description = description,
        EvidenceItems = items,
        Evidence = EvidenceText.Render(items),
    };
}
