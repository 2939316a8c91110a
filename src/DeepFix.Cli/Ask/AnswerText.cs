using System.Globalization;
using System.Text;
using DeepFix.Api;
using DeepFix.Reports;

namespace DeepFix.Cli.Ask;

/// <summary>Answers for people.</summary>
internal static class AnswerText
{
    private const string NothingKnown = "Nothing in the knowledge base answers that. It covers the training of models and their data; other words, or a lower --min-confidence, may find more.\n";

    public static string Render(KnowledgeResponse response, Palette palette, int width)
    {
        if (response.Results.Count == 0) return NothingKnown;
        var text = new StringBuilder();
        foreach (KnowledgeItem item in response.Results)
        {
            if (text.Length > 0) text.Append('\n');
            string confidence = item.Confidence.ToString("0.00", CultureInfo.InvariantCulture);
            text.Append(palette.Strong(item.Metadata.Title)).Append(palette.Faint($"  {item.Metadata.Id}, {item.Metadata.Domain}, confidence {confidence}")).Append("\n\n");
            Body(text, item.Content, width);
            text.Append('\n').Append(palette.Faint($"Sources: {item.Source}")).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Paragraphs are wrapped, code is left as it is.</summary>
    private static void Body(StringBuilder text, string content, int width)
    {
        bool isCode = false;
        foreach (string line in content.Split('\n'))
        {
            bool isFence = line.StartsWith("```", StringComparison.Ordinal);
            if (isFence) isCode = !isCode;
            if (isFence || isCode || line.Length == 0) text.Append(line).Append('\n');
            else foreach (string wrapped in Wrapping.Lines(line, "", width, int.MaxValue)) text.Append(wrapped).Append('\n');
        }
    }
}
