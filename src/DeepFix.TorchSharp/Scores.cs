using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepFix.TorchSharp;

/// <summary>Loss and score of an epoch's rows on one side, as batches come.</summary>
internal sealed class Scores
{
    /// <summary>More classes than this are no classification whose classes can be counted.</summary>
    private const int MostClasses = 1 << 20;

    private long[] _rows = [], _right = [], _predicted = [];
    private double _lossSum;
    private double _lossRows;
    private long _scored;
    private double _targetSum;
    private double _targetSquares;
    private double _errorSquares;
    private long _targets;

    public double? Loss => _lossRows > 0 ? _lossSum / _lossRows : null;

    public double? Accuracy => _scored > 0 ? _right.Sum() / (double)_scored : null;

    /// <summary>Mean share of each class's rows that are told right.</summary>
    public double? BalancedAccuracy => _scored > 0 ? _rows.Zip(_right).Where(c => c.First > 0).Average(c => c.Second / (double)c.First) : null;

    /// <summary>Share of the predictions in the most predicted class.</summary>
    public double? LargestClassShare => _scored > 0 ? _predicted.Max() / (double)_scored : null;

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

    // Rows with a target below zero are padding (-100 in PyTorch) and count nowhere.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddClasses(long[] predicted, long[] actual)
    {
        for (int i = 0; i < actual.Length; i++)
        {
            long truth = actual[i], said = predicted[i];
            if (truth < 0 || truth >= MostClasses || said >= MostClasses) continue;
            if (Math.Max(truth, said) >= _rows.Length) Grow((int)Math.Max(truth, said) + 1);
            _rows[truth]++;
            _predicted[said]++;
            if (truth == said) _right[truth]++;
            _scored++;
        }
    }

    private void Grow(int classes)
    {
        Array.Resize(ref _rows, classes);
        Array.Resize(ref _right, classes);
        Array.Resize(ref _predicted, classes);
    }

    private void AddNumbers(Tensor outputs, Tensor targets)
    {
        _targets += targets.numel();
        _targetSum += targets.sum().ToDouble();
        _targetSquares += targets.square().sum().ToDouble();
        _errorSquares += (outputs - targets).square().sum().ToDouble();
    }
}
