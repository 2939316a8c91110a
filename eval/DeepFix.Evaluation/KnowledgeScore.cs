using System.Globalization;
using DeepFix.Api;
using DeepFix.Knowledge;

namespace DeepFix.Evaluation;

/// <summary>How well questions are answered, with the asker's domain or without one.</summary>
/// <param name="Answerable">Questions that have an answer.</param>
/// <param name="Hit1">Share whose first result answers.</param>
/// <param name="Hit3">Share with an answer among the first three.</param>
/// <param name="Exact1">Share whose first result answers most exactly.</param>
/// <param name="Mrr">Mean of one over the rank of the first answer among ten.</param>
/// <param name="WronglyRefused">Share of them that get no result.</param>
/// <param name="Refused">Share of the questions outside the field that get no result.</param>
internal sealed record KnowledgeScore(int Answerable, double Hit1, double Hit3, double Exact1, double Mrr, double WronglyRefused, double Refused)
{
    private const int Ranks = 10, FirstFew = 3;

    /// <summary>Asks every question with the defaults of a user.</summary>
    public static KnowledgeScore Of(IReadOnlyList<KnowledgeQuestion> questions, bool isDomainGiven)
    {
        int answerable = 0, first = 0, third = 0, exact = 0, silent = 0, outside = 0, refused = 0;
        double reciprocal = 0;
        foreach (KnowledgeQuestion question in questions)
        {
            IReadOnlyList<KnowledgeItem> results = KnowledgeSearch.Default.Ask(new KnowledgeQuery { Query = question.Query, Domain = isDomainGiven ? question.Domain : KnowledgeQuery.GlobalDomain, QueryType = question.QueryType, MaxResults = Ranks }).Results;
            if (question.Relevant.Count == 0)
            {
                outside++;
                refused += results.Count == 0 ? 1 : 0;
                continue;
            }

            answerable++;
            int at = results.TakeWhile(r => !r.Metadata.Tags.Any(question.Relevant.Contains)).Count();
            bool isFound = at < results.Count;
            silent += results.Count == 0 ? 1 : 0;
            first += isFound && at == 0 ? 1 : 0;
            third += isFound && at < FirstFew ? 1 : 0;
            exact += results is [var top, ..] && top.Metadata.Tags.Any(question.Exact.Contains) ? 1 : 0;
            reciprocal += isFound ? 1.0 / (at + 1) : 0;
        }

        double n = Math.Max(1, answerable);
        return new KnowledgeScore(answerable, first / n, third / n, exact / n, reciprocal / n, silent / n, refused / Math.Max(1.0, outside));
    }

    /// <summary>The table that the documentation shows.</summary>
    public static string Table(IReadOnlyList<KnowledgeQuestion> questions)
    {
        string[] rows =
        [
            "| questions | n | hit@1 | hit@3 | exact@1 | MRR | wrongly refused | refused outside the field |",
            "|---|---|---|---|---|---|---|---|",
            Row("with the asker's domain", Of(questions, isDomainGiven: true)),
            Row("global", Of(questions, isDomainGiven: false)),
            .. questions.Where(q => q.Relevant.Count > 0).GroupBy(q => q.Domain, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Row($"{g.Key}, with the asker's domain", Of([.. g], isDomainGiven: true))),
            .. questions.Where(q => q.Relevant.Count > 0).GroupBy(q => q.Style, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Row($"{g.Key}, global", Of([.. g], isDomainGiven: false))),
        ];
        return string.Join('\n', rows);
    }

    private static string Row(string name, KnowledgeScore s)
        => string.Create(CultureInfo.InvariantCulture, $"| {name} | {s.Answerable} | {s.Hit1:F3} | {s.Hit3:F3} | {s.Exact1:F3} | {s.Mrr:F3} | {s.WronglyRefused:F3} | {s.Refused:F3} |");
}
