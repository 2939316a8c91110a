namespace DeepFix.Mlflow.Tests;
