using System.Xml.Linq;
using DeepFix.Api;
using DeepFix.Server.Hosting;
using DeepFix.Server.Idempotency;
using DeepFix.Server.Jobs.Store;
using DeepFix.Server.Web;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DeepFix.Server.Tests.Jobs;

/// <summary>What every job store does, whatever database it is in.</summary>
public abstract class JobStoreContract : IAsyncLifetime
{
    private const string Owner = "team-a", Id = "req_1", Result = """{"status":"completed"}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private JobDatabase _database = null!;
    private JobStore _store = null!;
    private KeptAnswers _answers = null!;

    /// <summary>A database with nothing in it.</summary>
    internal abstract Task<JobDatabase> EmptyAsync();

    /// <summary>The same database, as another process has it.</summary>
    internal abstract JobDatabase Again();

    public async ValueTask InitializeAsync()
    {
        _database = await EmptyAsync();
        await _database.PrepareAsync(TestContext.Current.CancellationToken);
        await JobSchema.MigrateAsync(_database, TestContext.Current.CancellationToken);
        IOptions<ServerOptions> options = Options.Create(new ServerOptions());
        (_store, _answers) = (new JobStore(_database, options, _time), new KeptAnswers(_database, options, _time));
    }

    public virtual ValueTask DisposeAsync()
    {
        _database?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_accepted_is_found_by_its_owner_alone()
    {
        (await AcceptAsync()).ShouldBeTrue();

        Job job = (await _store.FindAsync(Id, Owner, None)).ShouldNotBeNull();
        (job.State, job.Attempt, job.RunId, job.CreatedAt).ShouldBe((RequestState.Queued, 0, "run", _time.GetUtcNow()));
        (await _store.FindAsync(Id, "team-b", None)).ShouldBeNull();
        (await _store.CancelAsync(Id, "team-b", None)).ShouldBeFalse();
        (await _store.FindAsync("req_2", Owner, None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_full_queue_takes_nothing_but_what_it_has_already()
    {
        (await AcceptAsync(limit: 1)).ShouldBeTrue();

        (await AcceptAsync("req_2", limit: 1)).ShouldBeFalse();
        (await AcceptAsync(limit: 1)).ShouldBeTrue();
        (await _store.CountQueuedAsync(None)).ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_that_come_at_once_no_more_are_taken_than_there_are_places()
    {
        bool[] accepted = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => AcceptAsync(FormattableString.Invariant($"req_{i}"), limit: 7)));

        accepted.Count(a => a).ShouldBe(7);
        (await _store.CountQueuedAsync(None)).ShouldBe(7);
    }

    [Fact]
    public async Task Of_many_workers_one_gets_the_request()
    {
        await AcceptAsync();

        Job?[] claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _store.ClaimAsync(Id, None)));

        Job job = claims.OfType<Job>().ShouldHaveSingleItem();
        (job.State, job.Attempt, job.StartedAt).ShouldBe((RequestState.Running, 1, _time.GetUtcNow()));
    }

    [Fact]
    public async Task The_result_is_written_once()
    {
        Job job = await RunningAsync();

        (await _store.FinishAsync(job, RequestState.Completed, Result, "clean", None)).ShouldBeTrue();
        (await _store.FinishAsync(job, RequestState.Failed, "{}", "clean", None)).ShouldBeFalse();

        Job ended = (await _store.FindAsync(Id, Owner, None))!;
        (ended.State, ended.Result, ended.Progress, ended.FinishedAt).ShouldBe((RequestState.Completed, Result, 1, _time.GetUtcNow()));
        (await _store.ClaimAsync(Id, None)).ShouldBeNull();
        (await _store.CancelAsync(Id, Owner, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_worker_that_wakes_late_overwrites_nothing()
    {
        Job late = await RunningAsync();
        _time.Advance(TimeSpan.FromSeconds(9));
        Job second = (await _store.ClaimAsync(Id, None)).ShouldNotBeNull();
        second.Attempt.ShouldBe(2);

        (await _store.PulseAsync(late, "analyzing", 0.5, None)).ShouldBeFalse();
        (await _store.FinishAsync(late, RequestState.Failed, "{}", "clean", None)).ShouldBeFalse();
        (await _store.PutBackAsync(late, TimeSpan.Zero, counts: true, None)).ShouldBe(0);
        (await _store.FinishAsync(second, RequestState.Partial, Result, "clean", None)).ShouldBeTrue();
        (await _store.FindAsync(Id, Owner, None))!.State.ShouldBe(RequestState.Partial);
    }

    [Fact]
    public async Task A_sign_of_life_keeps_others_away_and_tells_how_far_it_is()
    {
        Job job = await RunningAsync();
        _time.Advance(TimeSpan.FromSeconds(6));
        (await _store.PulseAsync(job, "analyzing", 0.6, None)).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(6));

        (await _store.ClaimAsync(Id, None)).ShouldBeNull();
        (await _store.DueAsync(None)).ShouldBeEmpty();
        Job seen = (await _store.FindAsync(Id, Owner, None))!;
        (seen.Stage, seen.Progress).ShouldBe(("analyzing", 0.6));
    }

    [Fact]
    public async Task After_three_attempts_without_an_end_nobody_tries_again()
    {
        await AcceptAsync();
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            (await _store.DueAsync(None)).ShouldBe([Id]);
            (await _store.ClaimAsync(Id, None)).ShouldNotBeNull().Attempt.ShouldBe(attempt);
            _time.Advance(TimeSpan.FromSeconds(9));
        }

        (await _store.ClaimAsync(Id, None)).ShouldBeNull();
        (await _store.DueAsync(None)).ShouldBeEmpty();
        (await _store.ExhaustedAsync(None)).ShouldHaveSingleItem().Attempt.ShouldBe(3);
    }

    [Fact]
    public async Task What_a_stopping_server_hands_back_does_not_count_as_an_attempt()
    {
        await AcceptAsync();
        for (int i = 0; i < 5; i++)
        {
            Job job = (await _store.ClaimAsync(Id, None)).ShouldNotBeNull();
            await _store.PutBackAsync(job, TimeSpan.Zero, counts: false, None);
        }

        (await _store.ClaimAsync(Id, None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_put_back_for_later_is_not_due_before()
    {
        Job job = await RunningAsync();
        await _store.PutBackAsync(job, TimeSpan.FromSeconds(4), counts: true, None);

        (await _store.ClaimAsync(Id, None)).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(4));
        (await _store.DueAsync(None)).ShouldBe([Id]);
        (await _store.ClaimAsync(Id, None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Where_nobody_else_can_be_at_work_the_unfinished_is_due_at_once()
    {
        await RunningAsync();
        (await _store.DueAsync(None)).ShouldBeEmpty();

        await _store.TakeOverAsync(None);

        (await _store.DueAsync(None)).ShouldBe([Id]);
    }

    [Fact]
    public async Task A_cancelled_request_stays_cancelled()
    {
        Job job = await RunningAsync();

        (await _store.CancelAsync(Id, Owner, None)).ShouldBeTrue();
        (await _store.PulseAsync(job, "advising", 0.9, None)).ShouldBeFalse();
        (await _store.FinishAsync(job, RequestState.Completed, Result, "clean", None)).ShouldBeFalse();
        (await _store.FindAsync(Id, Owner, None))!.State.ShouldBe(RequestState.Cancelled);
    }

    [Fact]
    public async Task A_result_is_kept_for_a_day_and_its_memory_for_a_week()
    {
        await _store.FinishAsync(await RunningAsync(), RequestState.Completed, Result, "clean", None);

        _time.Advance(TimeSpan.FromHours(23.9));
        await _store.ExpireAsync(None);
        (await _store.FindAsync(Id, Owner, None))!.IsExpired.ShouldBeFalse();
        _time.Advance(TimeSpan.FromHours(0.2));
        (await _store.FindAsync(Id, Owner, None))!.IsExpired.ShouldBeTrue();
        await _store.ExpireAsync(None);
        Job expired = (await _store.FindAsync(Id, Owner, None))!;
        (expired.IsExpired, expired.Request, expired.Result).ShouldBe((true, null, null));
        _time.Advance(TimeSpan.FromDays(7));
        await _store.ExpireAsync(None);
        (await _store.FindAsync(Id, Owner, None)).ShouldBeNull();
    }

    [Fact]
    public async Task What_waits_does_not_expire()
    {
        await AcceptAsync();
        _time.Advance(TimeSpan.FromDays(3));
        await _store.ExpireAsync(None);

        (await _store.DueAsync(None)).ShouldBe([Id]);
    }

    [Fact]
    public async Task An_owners_requests_are_listed_those_under_way_first_and_each_run_has_its_newest_first()
    {
        Job first = await RunningAsync();
        await _store.FinishAsync(first, RequestState.Completed, Result, "overfitting", None);
        _time.Advance(TimeSpan.FromMinutes(1));
        await AcceptAsync("req_2");
        _time.Advance(TimeSpan.FromMinutes(1));
        await AcceptAsync("req_3");
        await _store.CancelAsync("req_3", Owner, None);

        IReadOnlyList<Job> all = await _store.ListAsync(Owner, 10, None);
        IReadOnlyList<Job> ofRun = await _store.OfRunsAsync(Owner, ["other", "run"], None);

        all.Select(j => j.RequestId).ShouldBe(["req_2", "req_3", Id]);
        (all[2].Verdict, all[2].Result).ShouldBe(("overfitting", null));
        (await _store.ListAsync(Owner, 1, None)).ShouldHaveSingleItem();
        ofRun.Select(j => j.RequestId).ShouldBe(["req_2", Id]);
        (await _store.OfRunsAsync(Owner, [], None)).ShouldBeEmpty();
        (await _store.ListAsync("team-b", 10, None)).ShouldBeEmpty();
        (await _store.OfRunsAsync("team-b", ["run"], None)).ShouldBeEmpty();
        _time.Advance(TimeSpan.FromHours(25));
        (await _store.ListAsync(Owner, 10, None)).Select(j => j.RequestId).ShouldBe(["req_2"]);
    }

    [Fact]
    public async Task What_cookies_are_protected_with_is_found_by_every_process()
    {
        JobDatabase other = Again();
        using JobDatabase disposed = other;
        await other.PrepareAsync(None);
        var keys = new StoredKeys(_database);
        keys.StoreElement(new XElement("key", new XAttribute("id", "1"), "secret <&> 'quoted'"), "key-1");
        keys.StoreElement(new XElement("key", new XAttribute("id", "2")), "key-2");
        keys.StoreElement(new XElement("key", new XAttribute("id", "2"), "again"), "key-2");

        new StoredKeys(other).GetAllElements().Select(e => (string)e).ShouldBe(["secret <&> 'quoted'", "again"], ignoreOrder: true);
    }

    [Fact]
    public async Task Processes_that_start_together_bring_the_tables_forward_once()
    {
        JobDatabase fresh = await EmptyAsync();
        JobDatabase[] others = [Again(), Again(), Again()];
        try
        {
            await Task.WhenAll(others.Append(fresh).Select(async d =>
            {
                await d.PrepareAsync(None);
                await JobSchema.MigrateAsync(d, None);
            }));

            (await VersionsAsync(fresh)).ShouldBe(Enumerable.Range(1, JobSchema.Steps.Count));
        }
        finally
        {
            foreach (JobDatabase database in others.Append(fresh)) database.Dispose();
        }
    }

    [Fact]
    public async Task A_database_of_the_version_before_is_brought_forward_with_what_it_holds()
    {
        JobDatabase old = await EmptyAsync();
        using JobDatabase disposed = old;
        await old.PrepareAsync(None);
        await JobSchema.MigrateAsync(old, [JobSchema.Steps[0]], None);
        var store = new JobStore(old, Options.Create(new ServerOptions()), _time);
        await store.AcceptAsync(Id, Owner, "run", "{}", 10, None);

        await JobSchema.MigrateAsync(old, None);

        (await store.FindAsync(Id, Owner, None)).ShouldNotBeNull();
        (await VersionsAsync(old)).ShouldBe(Enumerable.Range(1, JobSchema.Steps.Count));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_with_a_sentence()
    {
        await _database.ExecuteAsync("INSERT INTO deepfix_schema (version) VALUES (99)", None);

        (await Should.ThrowAsync<JobStoreException>(() => JobSchema.MigrateAsync(_database, None))).Message.ShouldContain("version 99");
    }

    [Fact]
    public async Task A_key_is_one_holders_until_it_is_dead_and_then_its_request_goes_on_under_the_same_id()
    {
        (await ClaimAsync("first", Id)).ShouldBe(Id);
        (await ClaimAsync("second", "req_2")).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(7));
        await _answers.RenewAsync(Owner, "key", "first", None);
        _time.Advance(TimeSpan.FromSeconds(7));
        (await ClaimAsync("second", "req_2")).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(2));
        (await ClaimAsync("second", "req_2", hash: "other")).ShouldBeNull();

        (await ClaimAsync("second", "req_2")).ShouldBe(Id);

        (await _answers.AnswerAsync(Owner, "key", "first", Answer(200), None)).ShouldBe(0);
        (await _answers.AnswerAsync(Owner, "key", "second", Answer(202), None)).ShouldBe(1);
        KeptAnswer kept = (await _answers.FindAsync(Owner, "key", None)).ShouldNotBeNull();
        (kept.State, kept.RequestId, kept.Answer).ShouldBe((KeptAnswerState.Kept, Id, Answer(202)));
        (await _answers.FindAsync("team-b", "key", None)).ShouldBeNull();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(429)]
    public async Task An_error_is_not_kept_and_the_next_begins_anew_even_with_another_body(int status)
    {
        await ClaimAsync("first", Id);
        await _answers.AnswerAsync(Owner, "key", "first", Answer(status), None);

        (await _answers.FindAsync(Owner, "key", None))!.State.ShouldBe(KeptAnswerState.Refused);
        (await ClaimAsync("second", "req_2", hash: "other")).ShouldBe("req_2");
    }

    [Fact]
    public async Task A_kept_answer_holds_its_key_for_a_day()
    {
        await ClaimAsync("first", Id);
        await _answers.AnswerAsync(Owner, "key", "first", Answer(200), None);
        _time.Advance(TimeSpan.FromHours(23.9));
        (await ClaimAsync("second", "req_2")).ShouldBeNull();
        _time.Advance(TimeSpan.FromHours(0.2));

        (await _answers.FindAsync(Owner, "key", None)).ShouldBeNull();
        (await ClaimAsync("second", "req_2")).ShouldBe("req_2");
    }

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private static SentAnswer Answer(int status) => new(status, "application/json", "/api/v1/status/req_1", "1", """{"a": "ä"}""");

    private static Task<IReadOnlyList<int>> VersionsAsync(JobDatabase database)
        => database.QueryAsync("SELECT version FROM deepfix_schema ORDER BY version", row => row.GetInt32(0), None);

    private Task<bool> AcceptAsync(string id = Id, int limit = 100) => _store.AcceptAsync(id, Owner, "run", "{}", limit, None);

    private Task<string?> ClaimAsync(string holder, string id, string hash = "hash") => _answers.ClaimAsync(Owner, "key", hash, id, holder, None);

    private async Task<Job> RunningAsync()
    {
        await AcceptAsync();
        return (await _store.ClaimAsync(Id, None)).ShouldNotBeNull();
    }
}
