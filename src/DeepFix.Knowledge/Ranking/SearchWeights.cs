namespace DeepFix.Knowledge.Ranking;

/// <summary>How much each part counts in the ranking. Chosen by cross-validation over the development questions; none belongs to a single question.</summary>
internal sealed record SearchWeights
{
    /// <summary>Weight of the title's words.</summary>
    public double Title { get; init; } = 4;

    /// <summary>Weight of the words in which people ask.</summary>
    public double AskedAs { get; init; } = 3;

    /// <summary>Weight of the text's words.</summary>
    public double Text { get; init; } = 1;

    /// <summary>Weight of the tags' words.</summary>
    public double Tags { get; init; } = 2;

    /// <summary>BM25's k: how soon a word that comes again counts no more.</summary>
    public double Saturation { get; init; } = 2;

    /// <summary>BM25's b: how much a long field is held against its item.</summary>
    public double Length { get; init; } = 0.6;

    /// <summary>Weight of a synonym beside the word itself.</summary>
    public double Synonym { get; init; } = 0.3;

    /// <summary>Share that items with a common tag lend each other.</summary>
    public double Shared { get; init; } = 0.3;

    /// <summary>Gain of an item of the domain asked for.</summary>
    public double Domain { get; init; } = 0.05;

    /// <summary>Gain of an item that answers the kind of question asked.</summary>
    public double QueryType { get; init; } = 0.02;
}
