using TorchSharp;
using static TorchSharp.torch;

namespace DeepFix.TorchSharp;

/// <summary>Loss and score of an epoch's rows on one side, as batches come.</summary>
internal sealed class Scores
{
    private readonly Dictionary<long, (long Rows, long Right)> _classes = [];
    private readonly Dictionary<long, long> _predicted = [];
    private double _lossSum;
    private double _lossRows;
    private long _scored;
    private double _targetSum;
    private double _targetSquares;
    private double _errorSquares;
    private long _targets;

    public double? Loss => _lossRows > 0 ? _lossSum / _lossRows : null;

    public double? Accuracy => _scored > 0 ? _classes.Values.Sum(c => c.Right) / (double)_scored : null;

    /// <summary>Mean share of each class's rows that are told right.</summary>
    public double? BalancedAccuracy => _scored > 0 ? _classes.Values.Average(c => c.Right / (double)c.Rows) : null;

    /// <summary>Share of the predictions in the most predicted class.</summary>
    public double? LargestClassShare => _scored > 0 ? _predicted.Values.Max() / (double)_scored : null;

    public double? R2
    {
        get
        {
            double spread = _targets > 1 ? _targetSquares - (_targetSum * _targetSum / _targets) : 0;
            return spread > 0 ? 1 - (_errorSquares / spread) : null;
        }
    }

    public void AddLoss(double loss, long rows)
    {
        _lossSum += loss * rows;
        _lossRows += rows;
    }

    /// <summary>Counts a batch: classes where targets are whole numbers and outputs a score for each, else a numeric target.</summary>
    public void Add(Tensor outputs, Tensor targets)
    {
        using IDisposable noGraph = no_grad();
        using DisposeScope scope = NewDisposeScope();
        if (targets.dtype is ScalarType.Int64 or ScalarType.Int32 && targets.dim() == 1 && outputs.dim() == 2) AddClasses(outputs.argmax(1).cpu().data<long>().ToArray(), targets.to_type(ScalarType.Int64).cpu().data<long>().ToArray());
        else if (is_floating_point(targets) && targets.numel() == outputs.numel()) AddNumbers(outputs.detach().flatten().to_type(ScalarType.Float64), targets.detach().flatten().to_type(ScalarType.Float64));
    }

    private void AddClasses(long[] predicted, long[] actual)
    {
        for (int i = 0; i < actual.Length; i++)
        {
            (long rows, long right) = _classes.GetValueOrDefault(actual[i]);
            _classes[actual[i]] = (rows + 1, right + (predicted[i] == actual[i] ? 1 : 0));
            _predicted[predicted[i]] = _predicted.GetValueOrDefault(predicted[i]) + 1;
        }

        _scored += actual.Length;
    }

    private void AddNumbers(Tensor outputs, Tensor targets)
    {
        _targets += targets.numel();
        _targetSum += targets.sum().ToDouble();
        _targetSquares += targets.square().sum().ToDouble();
        _errorSquares += (outputs - targets).square().sum().ToDouble();
    }
}
