using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DeepFix.Cli.Tests.Running;

/// <summary>The numbers that a reader of a report sees, and whether the result has them.</summary>
internal static partial class ShownNumbers
{
    /// <summary>Numbers in the text of an HTML report that stand nowhere in its result.</summary>
    public static IReadOnlyList<string> NotIn(JsonNode result, string html)
    {
        HashSet<string> known = [.. Known(result)];
        XElement document = XElement.Parse(Unclosed().Replace(html[html.IndexOf("<html", StringComparison.Ordinal)..], "$0</${tag}>"));
        return [.. document.Descendants().Where(e => e.Name.LocalName is not ("style" or "title")).SelectMany(e => Said(e, known)).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Said(XElement element, HashSet<string> known)
    {
        string text = Time().Replace(string.Join(' ', element.Nodes().OfType<XText>().Select(t => t.Value)), "");
        if (element.Name.LocalName == "data")
        {
            string exact = element.Attribute("value")!.Value;
            double value = double.Parse(exact, CultureInfo.InvariantCulture);
            bool isRounded = text == Significant.Text(value, 2) || text == Significant.Text(value, 3) || (text == "over 0.99" && value > 0.99);
            return isRounded && known.Contains(exact) ? [] : [$"{text} for {exact}"];
        }

        // Ids of the report count from one; letters before a digit make a name.
        return Number().Matches(text).Select(m => m.Value).Where(n => !known.Contains(n));
    }

    /// <summary>Numbers of the result as they are written, those in its texts, and the epochs of its steps.</summary>
    private static IEnumerable<string> Known(JsonNode result)
    {
        List<double> numbers = [];
        List<string> texts = [];
        Collect(result, numbers, texts);
        foreach (double number in numbers) yield return Significant.Text(number, 6);
        foreach (string number in texts.SelectMany(t => Number().Matches(t).Select(m => m.Value))) yield return number;
        foreach (double number in numbers.Where(n => n is > 0 and < 1)) yield return Significant.Text(number, 2);
        JsonNode? axis = (result["agent_results"]?.AsArray() ?? []).Select(a => a!["additional_outputs"]?["epoch_axis"]).FirstOrDefault(a => a is not null);
        if (axis is null) yield break;
        (double fromStep, double fromEpoch, double toStep, double toEpoch) = ((double)axis["from_step"]!, (double)axis["from_epoch"]!, (double)axis["to_step"]!, (double)axis["to_epoch"]!);
        foreach (double step in numbers.Where(n => n == Math.Floor(n)))
        {
            double epoch = fromEpoch + ((step - fromStep) * (toEpoch - fromEpoch) / (toStep - fromStep));
            if (step <= fromStep) yield return Significant.Text(fromEpoch, 15);
            yield return Significant.Text(Math.Floor(epoch), 15);
            yield return Significant.Text(Math.Ceiling(epoch), 15);
        }
    }

    private static void Collect(JsonNode? node, List<double> numbers, List<string> texts)
    {
        switch (node)
        {
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members)
                {
                    texts.Add(name);
                    Collect(value, numbers, texts);
                }

                break;
            case JsonArray items:
                foreach (JsonNode? item in items) Collect(item, numbers, texts);
                break;
            case JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number:
                numbers.Add((double)value);
                break;
            case JsonValue value:
                texts.Add(value.ToString());
                break;
        }
    }

    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?(e[+-]?\d+)?(?![\w])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Number();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Time();

    [GeneratedRegex("<(?<tag>meta|br|hr)[^>]*>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Unclosed();
}
