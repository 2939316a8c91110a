using DeepFix.Artifacts;
using DeepFix.Artifacts.Names;

namespace DeepFix.Detectors.Training;

/// <summary>An early stopping as it is declared, under the names of Lightning, Keras, Hugging Face and plain loops.</summary>
/// <param name="Patience">Evaluations without improvement after which training ends.</param>
/// <param name="Monitor">The watched metric, as declared; null where not.</param>
/// <param name="Mode">min or max; null where not declared.</param>
/// <param name="MinDelta">Improvement that counts.</param>
/// <param name="StartsAt">Epoch before which the rule does not act.</param>
internal sealed record StoppingRule(double? Patience, string? Monitor, string? Mode, double MinDelta, double StartsAt)
{
    private static readonly string[] LowerWords = ["loss", "error", "err", "mse", "mae", "rmse", "perplexity", "ppl", "wer", "cer", "nll"];
    private static readonly string[] HigherWords = ["acc", "accuracy", "f1", "auc", "auroc", "r2", "precision", "recall", "map", "iou", "dice", "bleu", "rouge", "score"];

    /// <summary>The rule of a run; null where none is declared.</summary>
    public static StoppingRule? Of(TrainingParameters parameters)
    {
        var settings = new RawSettings(parameters);
        if (settings.Truth("early_stopping", "early_stop", "use_early_stopping", "earlystopping", "do_early_stopping") == false) return null;
        bool isPlateau = parameters.Scheduler?.Contains("plateau", StringComparison.OrdinalIgnoreCase) == true;
        bool isNamed = settings.Containing("early_stop") is not null || settings.Containing("earlystop") is not null || settings.Find("es_patience", "stopping_patience") is not null;
        double? patience = settings.Number("early_stopping_patience", "early_stop_patience", "es_patience", "earlystopping_patience", "stopping_patience", "early_stopping_rounds", "early_stopping_epochs", "early_stop")?.Value;
        // A bare patience under a plateau schedule is the schedule's.
        if (patience is null && (isNamed || !isPlateau)) patience = settings.Find("patience") is { Key: var key } && !IsOfSchedule(key) ? settings.Number("patience")?.Value : null;
        if (patience is null && !isNamed) return null;
        return new StoppingRule(
            patience,
            settings.Find("early_stopping_monitor", "early_stop_monitor", "es_monitor", "early_stopping_metric", "early_stop_metric", "metric_for_best_model", "monitor", "monitor_metric") is { Text: var monitor } ? monitor : null,
            ModeOf(settings),
            Math.Abs(settings.Number("early_stopping_min_delta", "early_stop_min_delta", "es_min_delta", "early_stopping_threshold", "min_delta", "early_stopping_delta")?.Value ?? 0),
            settings.Number("start_from_epoch", "min_epochs", "early_stopping_start", "early_stopping_warmup")?.Value ?? 0);
    }

    /// <summary>The series that the rule watches; where none is declared, validation loss.</summary>
    public MetricSeries? Watched(MetricTable metrics)
    {
        if (Monitor is null) return metrics.ValLoss;
        foreach (MetricSeries series in metrics.Series)
        {
            if (Same(series.Name, Monitor) || (metrics.RecordedAs.TryGetValue(series.Name, out string? recorded) && Same(recorded, Monitor))) return series;
        }

        return metrics.Find(MetricNames.Resolve(new Dictionary<string, int>(StringComparer.Ordinal) { [Monitor] = 2 }).GetValueOrDefault(Monitor, Monitor));
    }

    /// <summary>Whether a smaller value is better: by the watched metric's name; null where it does not say.</summary>
    public bool? IsLowerBetter()
    {
        string[] words = (Monitor ?? "val_loss").ToLowerInvariant().Split('_', '/', '-', '.', ' ');
        if (words.Any(w => LowerWords.Contains(w, StringComparer.Ordinal))) return true;
        return words.Any(w => HigherWords.Contains(w, StringComparer.Ordinal)) ? false : null;
    }

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsOfSchedule(string key)
        => key.Contains("lr", StringComparison.OrdinalIgnoreCase) || key.Contains("sched", StringComparison.OrdinalIgnoreCase) || key.Contains("plateau", StringComparison.OrdinalIgnoreCase);

    private static string? ModeOf(RawSettings settings)
    {
        if (settings.Find("early_stopping_mode", "early_stop_mode", "es_mode", "monitor_mode", "mode") is { Text: var text } && text.ToLowerInvariant() is "min" or "max") return text.ToLowerInvariant();
        return settings.Truth("greater_is_better") switch { true => "max", false => "min", null => null };
    }
}
