namespace DeepFix.Knowledge.Ranking;

/// <summary>Joins the ranking by words with another one, by places alone (reciprocal rank fusion), since scores of different kinds cannot be compared.</summary>
internal static class JoinedRanking
{
    // How much the first places count above the later ones; a sentence model finds less than the words do here, so its places count half.
    private const double Depth = 10, WeightOfNearest = 0.5;

    /// <summary>Items of both rankings, best first, with the score that they are ranked by: 1 for an item that both put first.</summary>
    /// <param name="byWords">Ids by words, best first.</param>
    /// <param name="nearest">Ids by another ranking, best first.</param>
    public static List<(string Id, double Score)> Of(IReadOnlyList<string> byWords, IReadOnlyList<string> nearest)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        Add(byWords, 1);
        Add(nearest, WeightOfNearest);
        return [.. scores.Select(s => (s.Key, s.Value)).OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal)];

        void Add(IReadOnlyList<string> ranking, double weight)
        {
            const double Whole = 1 + WeightOfNearest;
            for (int i = 0; i < ranking.Count; i++) scores[ranking[i]] = scores.GetValueOrDefault(ranking[i]) + weight / Whole * (Depth + 1) / (Depth + 1 + i);
        }
    }
}
