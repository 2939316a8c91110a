using System.Text.Json;
using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Knowledge.Tests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace DeepFix.Knowledge.Dense.Tests;

public sealed class DenseSearchTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TrigramGenerator _model = new();
    private readonly LogLines _log = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("deepfix-dense-tests-").FullName;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_changes_which_items_stand_first_and_nothing_of_whether_a_question_is_answered()
    {
        using DenseSearch search = await ReadyAsync();
        int moved = 0;
        foreach (string question in Questions.Development.Concat(Questions.OutsideTheField).Select(q => q.Query))
        {
            var query = new KnowledgeQuery { Query = question };
            KnowledgeResponse words = KnowledgeSearch.Default.Ask(query), joined = await search.AskAsync(query, None);
            joined.Results.Select(r => r.Confidence).ShouldBe(words.Results.Select(r => r.Confidence));
            joined.Results.Select(r => r.RelevanceScore).ShouldBeInOrder(SortDirection.Descending);
            joined.Results.Select(r => r.Metadata.Id).ShouldBeUnique();
            joined.Warnings.ShouldBeNull();
            moved += joined.Results.Select(r => r.Metadata.Id).SequenceEqual(words.Results.Select(r => r.Metadata.Id)) ? 0 : 1;
        }

        moved.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task The_same_question_gets_the_same_answer_from_any_number_of_threads()
    {
        using DenseSearch search = await ReadyAsync();
        var query = new KnowledgeQuery { Query = "loss is nan" };
        string once = JsonSerializer.Serialize(await search.AskAsync(query, None), DeepFixJson.Default.KnowledgeResponse);
        string[] often = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => JsonSerializer.Serialize(await search.AskAsync(query, None), DeepFixJson.Default.KnowledgeResponse)));
        often.ShouldAllBe(o => o == once);
    }

    [Fact]
    public async Task Before_the_items_have_vectors_words_answer_alone_and_say_so()
    {
        using DenseSearch search = Search();
        search.State.ShouldBe(DenseState.NotReady);
        await ShouldGoByWordsAsync(search, "not computed yet");
        _model.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task A_model_that_fails_is_left_alone_for_a_while_and_one_warning_is_logged()
    {
        using DenseSearch search = await ReadyAsync();
        _model.Fault = _ => throw new HttpRequestException("no route");
        int before = _model.Calls;
        await ShouldGoByWordsAsync(search, "HttpRequestException");
        await ShouldGoByWordsAsync(search, "a moment ago");
        _model.Calls.ShouldBe(before + 1);
        search.State.ShouldBe(DenseState.Resting);
        _time.Advance(TimeSpan.FromSeconds(31));
        await ShouldGoByWordsAsync(search, "HttpRequestException");
        Warnings().Length.ShouldBe(1);

        _model.Fault = null;
        _time.Advance(TimeSpan.FromSeconds(31));
        (await search.AskAsync(new KnowledgeQuery { Query = "loss is nan" }, None)).Warnings.ShouldBeNull();
        search.State.ShouldBe(DenseState.Answers);
        _log.AtLeast(LogLevel.Information).ShouldContain(l => l.Contains("answers again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_hangs_costs_its_time_limit_once_and_is_not_asked_again_while_it_hangs()
    {
        using DenseSearch search = await ReadyAsync();
        var never = new TaskCompletionSource<IReadOnlyList<float[]>>();
        var isAsked = new TaskCompletionSource();
        _model.Fault = _ =>
        {
            isAsked.TrySetResult();
            return never.Task;
        };
        Task<KnowledgeResponse> asked = search.AskAsync(new KnowledgeQuery { Query = "loss is nan" }, None);
        await isAsked.Task;
        while (!asked.IsCompleted)
        {
            // The wait begins a moment after the model was asked.
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(1, None);
        }

        (await asked).Warnings.ShouldHaveSingleItem().ShouldContain("within 500 ms");
        int before = _model.Calls;
        _time.Advance(TimeSpan.FromHours(1));
        await ShouldGoByWordsAsync(search, "a moment ago");
        _model.Calls.ShouldBe(before);

        _model.Fault = null;
        never.SetResult([]);
        await Task.Delay(20, None);
        (await search.AskAsync(new KnowledgeQuery { Query = "loss is nan" }, None)).Warnings.ShouldBeNull();
    }

    [Theory]
    [InlineData("shorter")]
    [InlineData("none")]
    [InlineData("two")]
    [InlineData("nan")]
    [InlineData("zero")]
    public async Task Vectors_of_a_wrong_kind_are_not_used(string kind)
    {
        using DenseSearch search = await ReadyAsync();
        _model.Fault = made => Task.FromResult<IReadOnlyList<float[]>>(kind switch
        {
            "shorter" => [made[0][1..]],
            "none" => [],
            "two" => [made[0], made[0]],
            "nan" => [[float.NaN, .. made[0][1..]]],
            _ => [new float[made[0].Length]],
        });
        await ShouldGoByWordsAsync(search, "no vector of 256 finite numbers");
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_no_fault_of_the_model()
    {
        using DenseSearch search = await ReadyAsync();
        var never = new TaskCompletionSource<IReadOnlyList<float[]>>();
        _model.Fault = _ => never.Task;
        using var caller = new CancellationTokenSource();
        Task<KnowledgeResponse> asked = search.AskAsync(new KnowledgeQuery { Query = "loss is nan" }, caller.Token);
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asked);
        search.State.ShouldBe(DenseState.Answers);
        never.SetResult([]);
    }

    [Fact]
    public async Task Vectors_of_the_items_are_computed_once_and_kept_for_the_next_start()
    {
        using (await ReadyAsync(_folder)) _model.Texts.ShouldBe(Entries.All.Count);
        using (DenseSearch again = await ReadyAsync(_folder))
        {
            _model.Texts.ShouldBe(Entries.All.Count);
            (await again.AskAsync(new KnowledgeQuery { Query = "loss is nan" }, None)).Warnings.ShouldBeNull();
        }

        using DenseSearch other = Search(_folder, model: "another");
        (await other.PrepareAsync(None)).ShouldBeTrue();
        _model.Texts.ShouldBe(2 * Entries.All.Count + 1);
        Directory.GetFiles(_folder).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(5_000)]
    public async Task Damaged_vectors_are_computed_anew(int cutAt)
    {
        using (await ReadyAsync(_folder))
        {
        }

        string file = Directory.GetFiles(_folder).ShouldHaveSingleItem();
        byte[] whole = await File.ReadAllBytesAsync(file, None);
        byte[] damaged = cutAt == 20 ? [.. whole[..20], (byte)~whole[20], .. whole[21..]] : whole[..cutAt];
        await File.WriteAllBytesAsync(file, damaged, None);
        using DenseSearch search = await ReadyAsync(_folder);
        _model.Texts.ShouldBe(2 * Entries.All.Count);
        (await File.ReadAllBytesAsync(file, None)).ShouldBe(whole);
    }

    [Fact]
    public async Task A_folder_that_takes_no_file_costs_the_next_start_only()
    {
        string file = Path.Combine(_folder, "in-the-way");
        await File.WriteAllTextAsync(file, "", None);
        using DenseSearch search = await ReadyAsync(file);
        search.State.ShouldBe(DenseState.Answers);
        Warnings().ShouldHaveSingleItem().ShouldContain("cannot be kept");
    }

    [Fact]
    public async Task Items_without_vectors_can_be_prepared_later()
    {
        using DenseSearch search = Search();
        foreach (Func<IReadOnlyList<float[]>, Task<IReadOnlyList<float[]>>> fault in (Func<IReadOnlyList<float[]>, Task<IReadOnlyList<float[]>>>[])[_ => throw new HttpRequestException("no route"), made => Task.FromResult<IReadOnlyList<float[]>>([.. made.Skip(1)]), made => Task.FromResult<IReadOnlyList<float[]>>([.. made.Select(m => new float[m.Length])])])
        {
            _model.Fault = fault;
            (await search.PrepareAsync(None)).ShouldBeFalse();
            search.State.ShouldBe(DenseState.NotReady);
        }

        Warnings().Length.ShouldBe(3);
        _model.Fault = null;
        (await search.PrepareAsync(None)).ShouldBeTrue();
        search.State.ShouldBe(DenseState.Answers);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task ShouldGoByWordsAsync(DenseSearch search, string reason)
    {
        var query = new KnowledgeQuery { Query = "loss is nan" };
        KnowledgeResponse answer = await search.AskAsync(query, None);
        answer.Warnings.ShouldHaveSingleItem().ShouldContain(reason);
        answer.Results.Select(r => r.Metadata.Id).ShouldBe(KnowledgeSearch.Default.Ask(query).Results.Select(r => r.Metadata.Id));
    }

    private string[] Warnings() => [.. _log.AtLeast(LogLevel.Warning)];

    private async Task<DenseSearch> ReadyAsync(string? folder = null)
    {
        DenseSearch search = Search(folder);
        (await search.PrepareAsync(None)).ShouldBeTrue();
        return search;
    }

    private DenseSearch Search(string? folder = null, string model = "trigrams") => new(KnowledgeSearch.Default, _model, model, new DenseOptions { Folder = folder }, _time, _log);
}
