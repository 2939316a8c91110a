using DeepFix.Agents;

namespace DeepFix.Tests.Agents;

public sealed class CasebookTests
{
    private static readonly CasebookEntry Longer = Entry(Codes.Underfitting, Actions.TrainLonger), Wider = Entry(Codes.Underfitting, Actions.IncreaseCapacity), Stopped = Entry(Codes.Overfitting, Actions.EarlyStopping);
    private static readonly Casebook Book = new([Longer, Wider, Stopped]);

    [Fact]
    public void An_entry_is_found_by_its_code_and_its_action()
    {
        Book.Entries.ShouldBe([Longer, Wider, Stopped]);
        Book.Find(Codes.Underfitting, Actions.IncreaseCapacity).ShouldBeSameAs(Wider);
        Book.Find(Codes.Overfitting, Actions.EarlyStopping).ShouldBeSameAs(Stopped);
        Book.Find(Codes.Overfitting, Actions.IncreaseCapacity).ShouldBeNull();
    }

    [Fact]
    public void The_actions_of_a_code_come_in_the_order_of_their_names()
    {
        Book.ActionsFor(Codes.Underfitting).ShouldBe([Actions.IncreaseCapacity, Actions.TrainLonger]);
        Book.ActionsFor(Codes.NanLoss).ShouldBeEmpty();
    }

    [Fact]
    public void The_table_that_ships_counts_what_can_be_counted()
        => Casebook.Embedded.Entries.ShouldAllBe(e =>
            e.Helped + e.Harmed <= e.Runs && e.Low <= e.Median && e.Median <= e.High && e.Share >= -1 && e.Share <= 1 && Vocabulary.All.Any(c => c.Code == e.Code) && Vocabulary.AllActions.ContainsKey(e.Action));

    private static CasebookEntry Entry(string code, string action) => new(code, action, Runs: 9, Helped: 5, Harmed: 1, Low: 0, Median: 0.05, High: 0.1, Weighed: 9, Share: 0.5);
}
