using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using DeepFix.Api;
using DeepFix.Cli.Analyze;
using DeepFix.Knowledge;

namespace DeepFix.Cli.Ask;

/// <summary><c>deepfix ask</c>.</summary>
internal static class AskVerb
{
    public static Command Build(Terminal terminal)
    {
        var defaults = new KnowledgeQuery { Query = "" };
        var query = new Argument<string>("question") { Description = "The question, in words or keywords." };
        query.Validators.Add(r =>
        {
            if (r.Tokens is [{ Value: var text }] && string.IsNullOrWhiteSpace(text)) r.AddError("The question must not be empty.");
        });
        var domain = new Option<string>("--domain") { HelpName = string.Join('|', KnowledgeQuery.Domains), Description = "Where the answer is expected. Weighs, never hides. Default: global.", DefaultValueFactory = _ => defaults.Domain };
        domain.AcceptOnlyFromAmong([.. KnowledgeQuery.Domains]);
        var queryType = new Option<string>("--query-type") { HelpName = string.Join('|', KnowledgeQuery.QueryTypes), Description = "The kind of answer expected. Weighs, never hides. Default: diagnostic.", DefaultValueFactory = _ => defaults.QueryType };
        queryType.AcceptOnlyFromAmong([.. KnowledgeQuery.QueryTypes]);
        var maxResults = new Option<int>("--max-results") { HelpName = "1-20", Description = "Results at most. Default: 5.", DefaultValueFactory = _ => defaults.MaxResults, CustomParser = Count };
        var minConfidence = new Option<double>("--min-confidence") { HelpName = "0-1", Description = "Least confidence of a result. Default: 0.7.", DefaultValueFactory = _ => defaults.MinConfidence, CustomParser = Number };
        Option<string?> format = OutputFormats.Option("How the answers are written. Default: text.", "text", "json");
        var command = new Command("ask", "Ask the knowledge base about training, without any network.") { query, domain, queryType, maxResults, minConfidence, format };
        command.SetAction(parsed =>
        {
            long began = TimeProvider.System.GetTimestamp();
            KnowledgeResponse response = KnowledgeSearch.Default.Ask(new KnowledgeQuery
            {
                Query = parsed.GetRequiredValue(query),
                Domain = parsed.GetRequiredValue(domain),
                QueryType = parsed.GetRequiredValue(queryType),
                MaxResults = parsed.GetValue(maxResults),
                MinConfidence = parsed.GetValue(minConfidence),
            });
            response = response with { ExecutionTime = TimeProvider.System.GetElapsedTime(began).TotalSeconds };
            terminal.Out.Write(OutputFormats.Parse(parsed.GetValue(format), OutputFormat.Text) == OutputFormat.Json
                ? ResultJson.Written(json => JsonSerializer.Serialize(json, response, DeepFixJson.Default.KnowledgeResponse))
                : AnswerText.Render(response, terminal.Palette, terminal.Width));
            return ExitCode.Done;
        });
        return command;
    }

    private static int Count(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= KnowledgeQuery.MostResults) return count;
        result.AddError("--max-results must be a whole number from 1 to 20.");
        return 0;
    }

    // The same number whatever the culture of the machine.
    private static double Number(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is >= 0 and <= 1) return number;
        result.AddError("--min-confidence must be a number from 0 to 1.");
        return 0;
    }
}
