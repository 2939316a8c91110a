using DeepFix.Agents;

namespace DeepFix.Tests.Agents;

public sealed class FocusActionsTests
{
    [Theory]
    [InlineData("overfitting", "add_data add_regularization decrease_capacity early_stopping fix_split match_distributions")]
    [InlineData("generalization", "add_data add_regularization decrease_capacity early_stopping fix_split match_distributions")]
    [InlineData("underfitting", "change_activation increase_capacity increase_learning_rate reduce_regularization train_longer")]
    [InlineData("performance", "change_activation increase_capacity increase_learning_rate reduce_regularization train_longer")]
    [InlineData("convergence", "add_lr_schedule change_optimizer fix_lr_schedule increase_learning_rate normalize_inputs train_longer")]
    [InlineData("stability", "add_normalization clip_gradients decrease_learning_rate fix_initialization increase_batch_size")]
    [InlineData("data_quality", "clean_values fill_missing_values fix_labels rebalance_classes remove_duplicates remove_features remove_target_leak")]
    [InlineData("taste", "")]
    public void A_focus_is_served_by_these_actions(string focus, string actions)
        => string.Join(' ', Vocabulary.AllActions.Keys.Where(a => FocusActions.Serves(focus, a)).Order(StringComparer.Ordinal)).ShouldBe(actions);
}
