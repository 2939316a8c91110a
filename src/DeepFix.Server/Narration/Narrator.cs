using System.Globalization;
using System.Text;
using System.Text.Json;
using DeepFix.Api;
using DeepFix.Server.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Narration;

/// <summary>Lets a language model word the summary and the rationales of a result, where the operator switched one on. Whatever it does, the result is there in time, and every number and code in it is as computed.</summary>
internal sealed class Narrator(IOptions<ServerOptions> options, TimeProvider time, ILogger<Narrator> log, IChatClient? model = null)
{
    private const int MostCharacters = 64 << 10;

    /// <summary>With less time than this left, nothing is asked.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 3, AllowTrailingCommas = true };

    private NarrationOptions Options => options.Value.Narration;

    private string Name => $"the language model {Options.Model ?? "that is switched on"}";

    /// <summary>The result with a model's words where they may stand, and a note that says so.</summary>
    /// <param name="result">The result.</param>
    /// <param name="left">Time until the answer has to be on its way.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<AnalysisResult> NarrateAsync(AnalysisResult result, TimeSpan left, CancellationToken cancellationToken)
    {
        if (model is null || result.Status == AnalysisStatus.Failed) return result;
        TimeSpan patience = TimeSpan.FromSeconds(Options.TimeoutSeconds);
        if (left < patience) patience = left;
        if (patience < Least) return Noted(result, $"{Capital(Name)} was not asked: there was no time left. The computed texts stand.");
        var names = new RunNames(result);
        IReadOnlyList<Wording> wordings = Wording.Of(result);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // Waited for from outside: a client that does not listen to its token holds nothing up.
            string answer = await Task.Run(() => AskAsync(wordings, names, over.Token), CancellationToken.None).WaitAsync(patience, time, cancellationToken);
            return Worded(result, wordings, Read(answer), names);
        }
        catch (TimeoutException)
        {
            return Unused(result, string.Create(CultureInfo.InvariantCulture, $"it gave no answer within {Significant.Round(patience.TotalSeconds)} s"));
        }
        catch (JsonException)
        {
            return Unused(result, "its answer is not what was asked for");
        }
#pragma warning disable CA1031 // Whatever a model's client throws, the computed texts are there.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.Failed(failure.GetType().Name);
            return Unused(result, "it failed");
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    private async Task<string> AskAsync(IReadOnlyList<Wording> wordings, RunNames names, CancellationToken cancellationToken)
    {
        var asked = new ChatOptions { Temperature = 0, MaxOutputTokens = 2_000, ResponseFormat = ChatResponseFormat.Json };
        var answer = new StringBuilder();
        await foreach (ChatResponseUpdate update in model!.GetStreamingResponseAsync(NarrationPrompt.Of(wordings.Select(w => (w.Id, names.Hidden(w.Computed)))), asked, cancellationToken))
        {
            string text = update.Text;
            if (answer.Length + text.Length > MostCharacters) throw new JsonException("The answer is too long.");
            answer.Append(text);
        }

        return answer.ToString();
    }

    /// <summary>The texts of an answer. Models like to put a fence or a sentence around it.</summary>
    private static Dictionary<string, string> Read(string answer)
    {
        int begin = answer.IndexOf('{', StringComparison.Ordinal), end = answer.LastIndexOf('}');
        if (begin < 0 || end < begin) throw new JsonException("There is no object.");
        using JsonDocument document = JsonDocument.Parse(answer.AsMemory(begin, end - begin + 1), Shallow);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty member in document.RootElement.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String) texts[member.Name] = member.Value.GetString()!.Trim();
        }

        return texts;
    }

    private AnalysisResult Worded(AnalysisResult result, IReadOnlyList<Wording> wordings, Dictionary<string, string> texts, RunNames names)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> used = [], refused = [];
        foreach (Wording wording in wordings)
        {
            string? fault = texts.TryGetValue(wording.Id, out string? text) ? NarrationGuard.Fault(names.Hidden(wording.Computed), text) : "there is none";
            if (fault is null) words[wording.Computed] = names.Shown(text!);
            (fault is null ? used : refused).Add(fault is null ? wording.Id : $"{wording.Id} ({fault})");
        }

        log.Worded(used.Count, refused.Count);
        AnalysisResult worded = used.Count == 0 ? result : Noted(Wording.Apply(result, words), $"Worded by {Name}, with all numbers and codes as computed: {string.Join(", ", used)}.");
        return refused.Count == 0 ? worded : Noted(worded, $"Words of {Name} were refused, and the computed texts stand: {string.Join(", ", refused)}.");
    }

    private AnalysisResult Unused(AnalysisResult result, string because) => Noted(result, $"{Capital(Name)} was not used: {because}. The computed texts stand.");

    private static AnalysisResult Noted(AnalysisResult result, string note) => result with { Warnings = [.. result.Warnings, note] };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
