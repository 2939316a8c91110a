using System.Globalization;
using DeepFix.Api;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace DeepFix.Knowledge.Dense;

/// <summary>Answers questions by words and by an embedding model together. The model joins the ranking and nothing else: whether a question is answered, with how many items and at which confidence, is decided by words,
/// and whatever the model does, there is an answer within its time limit, with a warning where it goes by words alone. Any number of threads may ask.</summary>
/// <param name="words">The search by words.</param>
/// <param name="generator">Makes the vectors; disposed of with the search.</param>
/// <param name="model">Which model that is: vectors that another made are not used.</param>
/// <param name="options">Prefixes, time limit and where vectors are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Takes one warning for each outage.</param>
public sealed class DenseSearch(KnowledgeSearch words, IEmbeddingGenerator<string, Embedding<float>> generator, string model, DenseOptions options, TimeProvider time, ILogger log) : IDisposable
{
    private const int BatchItems = 16;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30), PatienceOfBatch = TimeSpan.FromMinutes(2);
    private readonly string[] _ids = [.. Entries.All.Select(e => e.Id)];
    private readonly Lock _lock = new();
    private ItemVectors? _vectors;
    private bool _isFailing;
    private DateTimeOffset _restsUntil;
    private Task _last = Task.CompletedTask;

    /// <summary>Which model joins the ranking.</summary>
    public string Model => model;

    /// <summary>How the model does.</summary>
    public DenseState State
    {
        get
        {
            lock (_lock) return _vectors is null ? DenseState.NotReady : IsResting ? DenseState.Resting : DenseState.Answers;
        }
    }

    // A call that hangs holds a thread: there is never a second one beside it.
    private bool IsResting => time.GetUtcNow() < _restsUntil || (_isFailing && !_last.IsCompleted);

    /// <summary>Brings the vectors of the items, from where they were kept or from the model; true once they are there. A failure is logged, and may be tried again.</summary>
    public async Task<bool> PrepareAsync(CancellationToken cancellationToken)
    {
        string? path = options.Folder is { } folder ? VectorFile.PathOf(folder, KnowledgeSearch.Version, $"{model}|{options.ItemPrefix}") : null;
        ItemVectors? kept = path is null ? null : VectorFile.Read(path, _ids);
        ItemVectors? vectors = kept ?? await ComputeAsync(cancellationToken);
        if (vectors is null) return false;
        if (kept is null && path is not null) Keep(path, vectors);
        lock (_lock) _vectors = vectors;
        log.Ready(_ids.Length, vectors.Dimensions);
        return true;
    }

    /// <summary>The items that answer a question, best first, with a warning where the model had no part in it.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<KnowledgeResponse> AskAsync(KnowledgeQuery query, CancellationToken cancellationToken)
    {
        (IReadOnlyList<string>? nearest, string? fault) = await NearestAsync(query.Query, cancellationToken);
        return nearest is null ? words.Ask(query) with { Warnings = [$"Ranked by words alone: {fault}"] } : words.Ask(query, nearest);
    }

    /// <inheritdoc/>
    public void Dispose() => generator.Dispose();

    private async Task<(IReadOnlyList<string>? Nearest, string? Fault)> NearestAsync(string question, CancellationToken cancellationToken)
    {
        ItemVectors? vectors;
        lock (_lock)
        {
            vectors = _vectors;
            if (vectors is null) return (null, "the vectors of the items are not computed yet.");
            if (IsResting) return (null, "the embedding model failed a moment ago.");
        }

        (GeneratedEmbeddings<Embedding<float>>? made, string? fault) = await GenerateAsync([options.QueryPrefix + question], TimeSpan.FromMilliseconds(options.TimeoutMilliseconds), cancellationToken);
        if (made is not null)
        {
            if (made.Count == 1 && vectors.Nearest(made[0].Vector.Span) is { } nearest)
            {
                Recovered();
                return (nearest, null);
            }

            fault = string.Create(CultureInfo.InvariantCulture, $"no vector of {vectors.Dimensions} finite numbers");
        }

        Failed(fault!);
        return (null, $"the embedding model failed ({fault}).");
    }

    private async Task<ItemVectors?> ComputeAsync(CancellationToken cancellationToken)
    {
        List<float[]> vectors = [];
        foreach (Entry[] batch in Entries.All.Chunk(BatchItems))
        {
            (GeneratedEmbeddings<Embedding<float>>? made, string? fault) = await GenerateAsync([.. batch.Select(Text)], PatienceOfBatch, cancellationToken);
            if (made?.Count != batch.Length)
            {
                log.NotPrepared(fault ?? string.Create(CultureInfo.InvariantCulture, $"{made!.Count} vectors for {batch.Length} texts"));
                return null;
            }

            vectors.AddRange(made.Select(m => m.Vector.ToArray()));
        }

        try
        {
            return new ItemVectors(_ids, vectors);
        }
        catch (ArgumentException unusable)
        {
            log.NotPrepared(unusable.Message);
            return null;
        }
    }

    private async Task<(GeneratedEmbeddings<Embedding<float>>? Made, string? Fault)> GenerateAsync(string[] texts, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var hurry = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A model on this machine computes before it returns a task.
        Task<GeneratedEmbeddings<Embedding<float>>> work = Task.Run(() => generator.GenerateAsync(texts, cancellationToken: hurry.Token), CancellationToken.None);
        lock (_lock) _last = work;
        try
        {
            return (await work.WaitAsync(patience, time, cancellationToken), null);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            await hurry.CancelAsync();
            return (null, string.Create(CultureInfo.InvariantCulture, $"no answer within {patience.TotalMilliseconds:0} ms"));
        }
        // Whatever ails a model, the question is answered without it.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, failure.GetType().Name);
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested) await hurry.CancelAsync();
        }
    }

    private void Keep(string path, ItemVectors vectors)
    {
        try
        {
            VectorFile.Write(path, vectors);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            log.NotKept(unwritable.GetType().Name);
        }
    }

    private void Failed(string reason)
    {
        bool isNew;
        lock (_lock)
        {
            isNew = !_isFailing;
            (_isFailing, _restsUntil) = (true, time.GetUtcNow() + Rest);
        }

        if (isNew) log.Failed(reason);
    }

    private void Recovered()
    {
        bool wasFailing;
        lock (_lock) (wasFailing, _isFailing) = (_isFailing, false);
        if (wasFailing) log.Back();
    }

    private string Text(Entry entry) => $"{options.ItemPrefix}{entry.Title}. {string.Join(". ", entry.AskedAs)}. {entry.Content}";
}
