using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepFix.TorchSharp;

/// <summary>Share of the units behind ReLU that give zero for every row of the first validation batch of an epoch. Looks on at the model's own pass; none is added.</summary>
internal sealed class DeadUnits : IDisposable
{
    private readonly List<Action> _removers = [];
    private long _units;
    private long _dead;
    private bool _isLooking;

    /// <param name="model">The model.</param>
    /// <param name="countTime">Told when a look began, once it is over.</param>
    public DeadUnits(nn.Module model, Action<long> countTime)
    {
        foreach ((_, nn.Module module) in model.named_modules())
        {
            if (module is not (ReLU or ReLU6) || module is not nn.Module<Tensor, Tensor> activation) continue;
            var hook = activation.register_forward_hook((_, _, output) =>
            {
                if (!_isLooking || is_grad_enabled()) return output;
                long began = Stopwatch.GetTimestamp();
                Look(output);
                countTime(began);
                return output;
            });
            _removers.Add(hook.remove);
        }
    }

    /// <summary>The next pass without gradients is looked at.</summary>
    public void Begin() => (_units, _dead, _isLooking) = (0, 0, _removers.Count > 0);

    /// <summary>The share; null where no pass was seen.</summary>
    public double? End()
    {
        _isLooking = false;
        return _units > 0 ? _dead / (double)_units : null;
    }

    /// <summary>The first batch is over.</summary>
    public void Pause() => _isLooking = false;

    public void Dispose()
    {
        foreach (Action remove in _removers) remove();
        _removers.Clear();
    }

    private void Look(Tensor output)
    {
        if (output.dim() < 2) return;
        using DisposeScope scope = NewDisposeScope();
        Tensor largest = output.dim() == 2 ? output.amax([0L]) : output.flatten(2).amax([0L, 2L]);
        _units += largest.numel();
        _dead += largest.le(0).sum().ToInt64();
    }
}
